/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which files a pass may concern, by the words they hold.  A file that is left
 * out is never shown to spatch, so the choice errs on the side of too many.
 */
#include "pass.h"

#include <stdlib.h>
#include <string.h>

#include "csource.h"
#include "reach.h"

static bool is_tag(const char *word)
{
	return *word == '@';
}

void pass_words(const struct pass *p, struct strvec *words)
{
	for (size_t i = 0; i < p->nr_candidates; i++) {
		const struct strvec *alt = &p->candidates[i].words;

		for (size_t k = 0; k < alt->nr; k++)
			strvec_push(words, alt->v[k] + is_tag(alt->v[k]));
	}
}

void pass_tags(const struct pass *p, struct strvec *tags)
{
	for (size_t i = 0; i < p->nr_candidates; i++) {
		const struct strvec *alt = &p->candidates[i].words;

		for (size_t k = 0; k < alt->nr; k++)
			if (is_tag(alt->v[k]))
				strvec_push(tags, alt->v[k] + 1);
	}
}

/* What a region must hold for the pass to be about it; none: it never is. */
static const struct word_set *concerns(const struct pass *p, size_t *nr)
{
	*nr = p->nr_concerns ? p->nr_concerns : p->nr_candidates;
	if (!pass_is_cocci(p))
		*nr = 0;
	return p->nr_concerns ? p->concerns : p->candidates;
}

void pass_concern_words(const struct pass *p, struct strvec *words)
{
	size_t nr;
	const struct word_set *sets = concerns(p, &nr);

	for (size_t i = 0; i < nr; i++)
		for (size_t k = 0; k < sets[i].words.nr; k++)
			if (!is_tag(sets[i].words.v[k]))
				strvec_push(words, sets[i].words.v[k]);
}

bool pass_concerns(const struct pass *p, const char *buf, size_t len)
{
	size_t nr;
	const struct word_set *sets = concerns(p, &nr);

	for (size_t i = 0; i < nr; i++) {
		const struct strvec *alt = &sets[i].words;
		size_t k = 0;

		while (k < alt->nr && (is_tag(alt->v[k]) ||
				       text_has_word(buf, len, alt->v[k])))
			k++;
		if (k == alt->nr)
			return true;
	}
	return false;
}

/* Names the files that hold the tag, and their bytes: what reach depends on. */
static int reach_key(struct snapshot *snap, const char *tag,
		     char key[OID_HEX + 1], struct strbuf *err)
{
	struct strvec paths = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	char hex[OID_HEX + 1];
	struct oid oid;
	int ret = snapshot_grep(snap, tag, &paths, err);

	strbuf_addf(&text, "2 %s\n", tag);
	for (size_t i = 0; i < paths.nr && !ret; i++) {
		ret = snapshot_stat(snap, paths.v[i], &oid, NULL);
		oid_hex(&oid, hex);
		strbuf_addf(&text, "%s %s\n", hex, paths.v[i]);
	}
	oid_of_blob(text.buf, text.len, &oid);
	oid_hex(&oid, key);
	strvec_release(&paths);
	strbuf_release(&text);
	return ret;
}

int tag_words(struct engine *e, struct snapshot *snap, const char *tag,
	      struct strvec *words, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	const char *known = snapshot_memo(snap, tag);
	char key[OID_HEX + 1];
	int ret;

	if (known) {
		strvec_split(words, known);
		return 0;
	}
	ret = reach_key(snap, tag, key, err);
	if (ret)
		return ret;
	if (cache_get(e->cache, "reach", key, &text)) {
		strvec_split(words, text.buf);
	} else {
		ret = reach_words(snap, tag, words, err);
		for (size_t i = 0; i < words->nr && !ret; i++)
			strbuf_addf(&text, "%s ", words->v[i]);
		if (!ret)
			cache_put(e->cache, "reach", key, text.buf, text.len);
	}
	if (!ret)
		snapshot_set_memo(snap, tag, text.buf);
	strbuf_release(&text);
	return ret;
}

/* Everything that will be asked about struct @tag: by passes and residue. */
static int words_to_learn(struct engine *e, struct snapshot *snap,
			  const char *tag, struct strvec *words,
			  struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	char key[OID_HEX + 1];
	struct reach r;
	int ret = reach_key(snap, tag, key, err);

	if (ret)
		return ret;
	if (cache_get(e->cache, "learn", key, &text)) {
		strvec_split(words, text.buf);
		strbuf_release(&text);
		return 0;
	}
	ret = reach_find(snap, tag, &r, err);
	for (size_t i = 0; i < r.words.nr; i++)
		strbuf_addf(&text, "%s ", r.words.v[i]);
	for (size_t i = 0; i < r.holders.nr; i++)
		strbuf_addf(&text, "%s ", strchr(r.holders.v[i], ' ') + 1);
	if (!ret) {
		cache_put(e->cache, "learn", key, text.buf, text.len);
		strvec_split(words, text.buf);
	}
	reach_release(&r);
	strbuf_release(&text);
	return ret;
}

/* A tag of that many files is one like "page": read only when it is needed. */
#define COMMON_TAG 300

int tags_learn(struct engine *e, struct snapshot *snap,
	       const struct strvec *tags, struct strbuf *err)
{
	struct strvec words = STRVEC_INIT, all = STRVEC_INIT;
	int ret;

	strvec_pushv(&all, tags);
	strvec_sort_uniq(&all);
	ret = snapshot_learn(snap, &all, err);
	for (size_t i = 0; i < all.nr && !ret; i++) {
		struct strvec files = STRVEC_INIT;

		ret = snapshot_grep(snap, all.v[i], &files, err);
		if (!ret && files.nr <= COMMON_TAG)
			ret = words_to_learn(e, snap, all.v[i], &words, err);
		strvec_release(&files);
	}
	strvec_sort_uniq(&words);
	if (!ret)
		ret = snapshot_learn(snap, &words, err);
	strvec_release(&words);
	strvec_release(&all);
	return ret;
}

static bool is_seen_by_spatch(const struct c_token *t)
{
	return t->region != C_COMMENT && t->region != C_STRING &&
	       t->region != C_IF0;
}

/*
 * Does the code of a file reach struct @tag by one of @words, and hold all
 * plain words of @alt?  "pagemap" is a word of many #include lines, "kill" of
 * many comments.
 */
static bool reaches(const struct strbuf *text, const char *tag,
		    const struct strvec *words, const struct word_set *alt)
{
	struct csource *cs = csource_parse(text->buf, text->len);
	bool reached = text_has_word(text->buf, text->len, tag);
	struct strvec seen = STRVEC_INIT;
	struct strbuf word = STRBUF_INIT;
	const struct c_token *t;
	bool all = true;
	size_t nr;

	t = csource_tokens(cs, &nr);
	for (size_t i = 0; i < nr; i++) {
		if (!is_seen_by_spatch(&t[i]))
			continue;
		strbuf_reset(&word);
		strbuf_add(&word, t[i].text, t[i].len);
		reached |= strvec_has_sorted(words, word.buf);
		if (strvec_has(&alt->words, word.buf) &&
		    !strvec_has(&seen, word.buf))
			strvec_push(&seen, word.buf);
	}
	for (size_t i = 0; i < alt->words.nr; i++)
		all &= is_tag(alt->words.v[i]) ||
		       strvec_has(&seen, alt->words.v[i]);
	strbuf_release(&word);
	strvec_release(&seen);
	csource_free(cs);
	return reached && all;
}

/* reaches() of a file, through the cache: by its bytes and the words. */
static int file_reaches(struct engine *e, struct snapshot *snap,
			const char *path, const char *tag,
			const struct strvec *words, const struct word_set *alt,
			const char *words_id, bool *yes, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	char hex[OID_HEX + 1];
	char *key;
	struct oid oid;
	int ret = snapshot_stat(snap, path, &oid, NULL);

	if (ret)
		return ret;
	oid_hex(&oid, hex);
	key = xasprintf("%s-%s", hex, words_id);
	if (cache_get(e->cache, "reaches", key, &text)) {
		*yes = *text.buf == 'y';
		goto out;
	}
	strbuf_reset(&text);
	ret = snapshot_read(snap, path, &text, err);
	if (ret)
		goto out;
	*yes = reaches(&text, tag, words, alt);
	cache_put(e->cache, "reaches", key, *yes ? "y" : "n", 1);
out:
	free(key);
	strbuf_release(&text);
	return ret;
}

/* The files that hold one of @words, sorted; most of them only include it. */
static int files_near(struct snapshot *snap, const struct strvec *words,
		      struct strvec *near, struct strbuf *err)
{
	int ret = snapshot_learn(snap, words, err);

	for (size_t i = 0; i < words->nr && !ret; i++)
		ret = snapshot_grep(snap, words->v[i], near, err);
	strvec_sort_uniq(near);
	return ret;
}

/* Keep those of @paths that reach struct @tag. */
static int keep_reaching(struct engine *e, struct snapshot *snap,
			 const char *tag, const struct word_set *alt,
			 struct strvec *paths, struct strbuf *err)
{
	struct strvec words = STRVEC_INIT, near = STRVEC_INIT;
	struct strvec kept = STRVEC_INIT;
	struct strbuf all = STRBUF_INIT;
	char words_id[OID_HEX + 1];
	struct oid oid;
	int ret = tag_words(e, snap, tag, &words, err);

	for (size_t i = 0; i < words.nr; i++)
		strbuf_addf(&all, "%s ", words.v[i]);
	for (size_t i = 0; i < alt->words.nr; i++)
		strbuf_addf(&all, "& %s ", alt->words.v[i]);
	oid_of_blob(all.buf, all.len, &oid);
	oid_hex(&oid, words_id);
	if (!ret)
		ret = files_near(snap, &words, &near, err);
	for (size_t i = 0; i < paths->nr && !ret; i++) {
		bool yes = false;

		if (strvec_has_sorted(&near, paths->v[i]))
			ret = file_reaches(e, snap, paths->v[i], tag, &words,
					   alt, words_id, &yes, err);
		if (yes)
			strvec_push(&kept, paths->v[i]);
	}
	strvec_release(paths);
	*paths = kept;
	strvec_release(&words);
	strvec_release(&near);
	strbuf_release(&all);
	return ret;
}

static int keep_holding(struct snapshot *snap, const char *word,
			struct strvec *paths, struct strbuf *err)
{
	struct strvec more = STRVEC_INIT, kept = STRVEC_INIT;
	int ret = snapshot_grep(snap, word, &more, err);

	for (size_t i = 0; i < paths->nr && !ret; i++)
		if (strvec_has_sorted(&more, paths->v[i]))
			strvec_push(&kept, paths->v[i]);
	strvec_release(paths);
	*paths = kept;
	strvec_release(&more);
	return ret;
}

/* C files that hold all words of one alternative; plain words first. */
static int alternative_files(struct engine *e, const struct word_set *alt,
			     struct snapshot *snap, struct strvec *paths,
			     struct strbuf *err)
{
	struct strvec have = STRVEC_INIT;
	bool first = true;
	int ret = 0;

	for (size_t k = 0; k < alt->words.nr && !ret; k++) {
		const char *word = alt->words.v[k];
		struct strvec all = STRVEC_INIT;

		if (is_tag(word))
			continue;
		if (!first) {
			ret = keep_holding(snap, word, &have, err);
			continue;
		}
		first = false;
		ret = snapshot_grep(snap, word, &all, err);
		for (size_t i = 0; i < all.nr; i++)
			if (is_c_file(all.v[i]) && engine_is_about(e, all.v[i]))
				strvec_push(&have, all.v[i]);
		strvec_release(&all);
	}
	for (size_t k = 0; k < alt->words.nr && !ret; k++)
		if (is_tag(alt->words.v[k]))
			ret = keep_reaching(e, snap, alt->words.v[k] + 1, alt,
					    &have, err);
	strvec_pushv(paths, &have);
	strvec_release(&have);
	return ret;
}

static void keep_those_meant(const struct engine *e, struct strvec *paths)
{
	struct strvec kept = STRVEC_INIT;

	for (size_t i = 0; i < paths->nr; i++)
		if (engine_is_about(e, paths->v[i]))
			strvec_push(&kept, paths->v[i]);
	strvec_release(paths);
	*paths = kept;
}

int pass_candidates(struct engine *e, const struct pass *p,
		    struct snapshot *snap, struct strvec *paths,
		    struct strbuf *err)
{
	struct strvec words = STRVEC_INIT;
	int ret;

	if (!pass_is_cocci(p)) {
		ret = text_pass_candidates(e, p, snap, paths, err);
		keep_those_meant(e, paths);
		return ret;
	}
	/* one scan for all that is not known yet */
	pass_words(p, &words);
	ret = snapshot_learn(snap, &words, err);
	for (size_t i = 0; i < p->nr_candidates && !ret; i++)
		ret = alternative_files(e, &p->candidates[i], snap, paths, err);
	strvec_sort_uniq(paths);
	strvec_release(&words);
	return ret;
}

/* As file_reaches(), for a text that may itself declare what reaches @tag. */
static bool text_reaches(struct engine *e, const char *path,
			 const struct strbuf *text, const char *tag,
			 struct strvec *words, const struct word_set *alt)
{
	struct strbuf known = STRBUF_INIT, all = STRBUF_INIT;
	char key[OID_HEX + 1];
	struct oid oid;
	bool yes;

	strbuf_addf(&all, "text 1 %s\n", tag);
	for (size_t i = 0; i < words->nr; i++)
		strbuf_addf(&all, "%s ", words->v[i]);
	for (size_t i = 0; i < alt->words.nr; i++)
		strbuf_addf(&all, "& %s ", alt->words.v[i]);
	strbuf_addch(&all, '\n');
	strbuf_addbuf(&all, text);
	oid_of_blob(all.buf, all.len, &oid);
	oid_hex(&oid, key);
	if (cache_get(e->cache, "reaches", key, &known)) {
		yes = *known.buf == 'y';
	} else {
		reach_words_of_text(path, text, tag, words);
		strvec_sort_uniq(words);
		yes = reaches(text, tag, words, alt);
		cache_put(e->cache, "reaches", key, yes ? "y" : "n", 1);
	}
	strbuf_release(&known);
	strbuf_release(&all);
	return yes;
}

/* Does the text hold all words of one alternative, and reach its structs? */
static int alternative_holds(struct engine *e, const struct word_set *alt,
			     struct snapshot *before, const char *path,
			     const struct strbuf *text, bool *yes,
			     struct strbuf *err)
{
	int ret = 0;

	*yes = true;
	for (size_t i = 0; i < alt->words.nr && *yes; i++)
		*yes = is_tag(alt->words.v[i]) ||
		       text_has_word(text->buf, text->len, alt->words.v[i]);
	for (size_t i = 0; i < alt->words.nr && *yes && !ret; i++) {
		const char *tag = alt->words.v[i] + 1;
		struct strvec words = STRVEC_INIT;

		if (!is_tag(alt->words.v[i]))
			continue;
		ret = tag_words(e, before, tag, &words, err);
		if (!ret)
			*yes = text_reaches(e, path, text, tag, &words, alt);
		strvec_release(&words);
	}
	return ret;
}

int pass_is_candidate(struct engine *e, const struct pass *p,
		      struct snapshot *before, struct snapshot *now,
		      const char *path, bool *yes, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	int ret = snapshot_read(now, path, &text, err);

	*yes = false;
	for (size_t i = 0; i < p->nr_candidates && !ret && !*yes; i++)
		ret = alternative_holds(e, &p->candidates[i], before, path,
					&text, yes, err);
	strbuf_release(&text);
	return ret;
}
