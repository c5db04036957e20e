/* SPDX-License-Identifier: GPL-2.0-only */
#include "affected_priv.h"

#include <stdlib.h>
#include <string.h>

#include "csource.h"
#include "decls.h"
#include "reach.h"

/*
 * From a changed header to the .c files that can notice.  What a header
 * declares is known by name only, so users are found by name: a name whose
 * declaration stands on a changed line, and from there on
 *  - a macro of any header that uses such a name: its users, too;
 *  - a type, prototype or member that uses it: the users of that, too;
 *  - an inline function that uses it and did not change itself: it compiles or
 *    not wherever its header is included, so a few of its users are witnesses.
 * Added members are nobody's.  Assembler is not looked at, nor .c files that
 * other .c files include; Kconfig and make files: affected_config.c.
 */

#define WITNESSES 8
#define ROUNDS 6

struct member {
	char *tag;		/* NULL: of a type without a name */
	char *name;
};

/* What code reaches a struct by. */
struct reach_entry {
	char *tag;
	struct strvec words;
};

struct search {
	struct snapshot *before, *after;
	struct strvec *sources;
	struct strvec names;		/* whose users are wanted */
	size_t names_done;
	struct member *members;
	size_t nr_members, alloc_members, members_done;
	struct strvec inlines;		/* whose witnesses are wanted */
	size_t inlines_done;
	struct reach_entry *reach;
	size_t nr_reach, alloc_reach;
	struct strvec headers;		/* changed, in more than comments */
	struct strvec lossy;		/* those that lost an #include, or are gone */
	struct strbuf *err;
};

static void add_once(struct strvec *sv, const char *s)
{
	if (!strvec_has(sv, s))
		strvec_push(sv, s);
}

static void add_member(struct search *s, const char *tag, const char *name)
{
	size_t i;

	for (i = 0; i < s->nr_members; i++) {
		const struct member *m = &s->members[i];

		if (!strcmp(m->name, name) &&
		    !strcmp(m->tag ? m->tag : "", tag ? tag : ""))
			return;
	}
	ALLOC_GROW(s->members, s->nr_members + 1, s->alloc_members);
	s->members[s->nr_members].tag = tag ? xstrdup(tag) : NULL;
	s->members[s->nr_members++].name = xstrdup(name);
}

static bool is_source(const char *path)
{
	return ends_with(path, ".c");
}

static bool is_header(const char *path)
{
	return ends_with(path, ".h");
}

/* The declaration in a header that stands where a word is used. */
static void join(struct search *s, const struct decl *d, const char *word)
{
	if (d->kind == DECL_MEMBER)
		add_member(s, d->tag, d->name);
	else if (!strcmp(d->name, word))
		return;
	else if (d->kind == DECL_INLINE)
		add_once(&s->inlines, d->name);
	else
		add_once(&s->names, d->name);
}

static void join_header(struct search *s, const struct strbuf *text,
			const char *word, bool member)
{
	struct csource *cs = csource_parse(text->buf, text->len);
	struct decl_list decls = { 0 };
	const struct c_token *t;
	size_t nr, i, j;

	t = csource_tokens(cs, &nr);
	decls_of(text->buf, text->len, &decls);
	for (i = 0; i < nr; i++) {
		if (t[i].region == C_COMMENT || t[i].region == C_STRING ||
		    t[i].region == C_IF0 || t[i].len != strlen(word) ||
		    strncmp(t[i].text, word, t[i].len) ||
		    (member && !csource_is_member_use(cs, i)))
			continue;
		for (j = 0; j < decls.nr; j++)
			if (decls.v[j].first <= t[i].line &&
			    t[i].line <= decls.v[j].last)
				join(s, &decls.v[j], word);
	}
	decl_list_release(&decls);
	csource_free(cs);
}

static bool source_uses(const struct strbuf *text, const char *word,
			bool member)
{
	struct csource *cs = csource_parse(text->buf, text->len);
	const struct c_token *t;
	bool found = false;
	size_t nr, i;

	t = csource_tokens(cs, &nr);
	for (i = 0; i < nr && !found; i++)
		found = t[i].region != C_COMMENT && t[i].region != C_STRING &&
			t[i].region != C_IF0 && t[i].len == strlen(word) &&
			!strncmp(t[i].text, word, t[i].len) &&
			(!member || csource_is_member_use(cs, i));
	csource_free(cs);
	return found;
}

/* The files of @paths that use @word in code. */
static int take_users(struct search *s, const struct strvec *paths,
		      const char *word, bool member)
{
	struct strbuf text = STRBUF_INIT;
	size_t i;
	int ret = 0;

	for (i = 0; i < paths->nr && !ret; i++) {
		const char *path = paths->v[i];

		if (!is_header(path) &&
		    (!is_source(path) ||
		     strvec_has_sorted(s->sources, path)))
			continue;
		strbuf_reset(&text);
		ret = snapshot_read(s->after, path, &text, s->err);
		if (ret)
			break;
		if (is_header(path))
			join_header(s, &text, word, member);
		else if (source_uses(&text, word, member))
			strvec_insert_sorted(s->sources, path);
	}
	strbuf_release(&text);
	return ret;
}

static int name_users(struct search *s, const char *name)
{
	struct strvec paths = STRVEC_INIT;
	int ret = snapshot_grep(s->after, name, &paths, s->err);

	if (!ret)
		ret = take_users(s, &paths, name, false);
	strvec_release(&paths);
	return ret;
}

static int find_reach(struct search *s, const char *tag,
		      const struct strvec **out)
{
	struct reach_entry *r;
	size_t i;

	for (i = 0; i < s->nr_reach; i++)
		if (!strcmp(s->reach[i].tag, tag))
			break;
	if (i == s->nr_reach) {
		ALLOC_GROW(s->reach, s->nr_reach + 1, s->alloc_reach);
		r = &s->reach[s->nr_reach++];
		r->tag = xstrdup(tag);
		strvec_init(&r->words);
		*out = &r->words;
		return reach_words(s->before, tag, &r->words, s->err);
	}
	*out = &s->reach[i].words;
	return 0;
}

/*
 * The words of reach are common too ("pagemap" is a header): a file that does
 * not name the struct must use the member behind one of them.
 */
static bool may_use(struct search *s, const char *path, const struct member *m,
		    const struct strvec *reach)
{
	struct strbuf text = STRBUF_INIT;
	bool may = true;

	if (!snapshot_read(s->after, path, &text, NULL) &&
	    !text_has_word(text.buf, text.len, m->tag))
		may = member_matters(&text, m->name, reach);
	strbuf_release(&text);
	return may;
}

/* Member names are common words: only where the struct can be reached. */
static int member_users(struct search *s, const struct member *m)
{
	struct strvec paths = STRVEC_INIT, near = STRVEC_INIT;
	struct strvec both = STRVEC_INIT;
	const struct strvec *reach = NULL;
	size_t i;
	int ret = 0;

	if (m->tag)
		ret = find_reach(s, m->tag, &reach);
	if (!ret)
		ret = snapshot_grep(s->after, m->name, &paths, s->err);
	for (i = 0; reach && i < reach->nr && !ret; i++)
		ret = snapshot_grep(s->after, reach->v[i], &near, s->err);
	strvec_sort_uniq(&near);
	for (i = 0; i < paths.nr && !ret; i++)
		if (!m->tag || (strvec_has_sorted(&near, paths.v[i]) &&
				may_use(s, paths.v[i], m, reach)))
			strvec_push(&both, paths.v[i]);
	if (!ret)
		ret = take_users(s, &both, m->name, true);
	strvec_release(&both);
	strvec_release(&near);
	strvec_release(&paths);
	return ret;
}

/* Where a file is likely to be compiled; higher is less likely. */
static int unlikely(const char *path)
{
	static const char *const dirs[] = { "mm/", "kernel/", "fs/", "block/",
					    "lib/", "net/", "drivers/" };
	static const char *const never[] = { "tools/", "samples/", "scripts/",
					     "Documentation/" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(dirs); i++)
		if (starts_with(path, dirs[i]))
			return strchr(path + strlen(dirs[i]), '/') ? i + 10 : i;
	for (i = 0; i < ARRAY_SIZE(never); i++)
		if (starts_with(path, never[i]))
			return 100;
	return 50;
}

static int witness_cmp(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	int d = unlikely(x) - unlikely(y);

	return d ? d : strcmp(x, y);
}

/* The first few of @paths, which stays unsorted; some may be taken already. */
static void take_witnesses(struct search *s, struct strvec *paths, size_t max)
{
	size_t i, n = 0;

	qsort(paths->v, paths->nr, sizeof(*paths->v), witness_cmp);
	for (i = 0; i < paths->nr && n < max; i++) {
		if (!is_source(paths->v[i]) || unlikely(paths->v[i]) == 100)
			continue;
		strvec_insert_sorted(s->sources, paths->v[i]);
		n++;
	}
}

/* All words of a round are looked for in one scan. */
static int learn_round(struct search *s)
{
	struct strvec words = STRVEC_INIT;
	const struct strvec *reach;
	size_t i;
	int ret = 0;

	for (i = s->names_done; i < s->names.nr; i++)
		strvec_push(&words, s->names.v[i]);
	for (i = s->inlines_done; i < s->inlines.nr; i++)
		strvec_push(&words, s->inlines.v[i]);
	for (i = s->members_done; i < s->nr_members && !ret; i++) {
		strvec_push(&words, s->members[i].name);
		if (!s->members[i].tag)
			continue;
		ret = find_reach(s, s->members[i].tag, &reach);
		strvec_pushv(&words, reach);
	}
	strvec_sort_uniq(&words);
	if (!ret && words.nr)
		ret = snapshot_learn(s->after, &words, s->err);
	strvec_release(&words);
	return ret;
}

static int witnesses_of_inline(struct search *s, const char *name)
{
	struct strvec paths = STRVEC_INIT;
	int ret = snapshot_grep(s->after, name, &paths, s->err);

	if (!ret)
		take_witnesses(s, &paths, WITNESSES);
	strvec_release(&paths);
	return ret;
}

static int follow(struct search *s)
{
	int round, ret = 0;
	size_t end;

	for (round = 0; round < ROUNDS && !ret; round++) {
		ret = learn_round(s);
		for (end = s->names.nr; !ret && s->names_done < end;)
			ret = name_users(s, s->names.v[s->names_done++]);
		for (end = s->nr_members; !ret && s->members_done < end;) {
			struct member m = s->members[s->members_done++];

			ret = member_users(s, &m);
		}
		for (end = s->inlines.nr; !ret && s->inlines_done < end;)
			ret = witnesses_of_inline(s,
					s->inlines.v[s->inlines_done++]);
		if (s->names_done == s->names.nr &&
		    s->members_done == s->nr_members &&
		    s->inlines_done == s->inlines.nr)
			break;
	}
	return ret;
}

/* Does the text include the header @path, however the start is spelled? */
static bool includes_header(const char *text, const char *path)
{
	size_t len = strlen(path), n;
	const char *p = text, *d;

	for (; *p; p += strcspn(p, "\n"), p += *p == '\n') {
		d = p + strspn(p, " \t");
		if (*d++ != '#')
			continue;
		d += strspn(d, " \t");
		if (!starts_with(d, "include"))
			continue;
		d += strcspn(d, "<\"\n");
		if (*d != '<' && *d != '"')
			continue;
		n = strcspn(++d, ">\"\n");
		if (n && n <= len && !strncmp(path + len - n, d, n) &&
		    (n == len || path[len - n - 1] == '/'))
			return true;
	}
	return false;
}

/* The .c files that name the header in an #include. */
static int includers(struct search *s, const char *path, struct strvec *out)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
	struct strvec paths = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	char *stem;
	size_t n = 0, i;
	int ret = 0;

	while (is_word_char(base[n]))
		n++;
	stem = xstrndup(base, n);
	if (is_identifier(stem, n))
		ret = snapshot_grep(s->after, stem, &paths, s->err);
	for (i = 0; i < paths.nr && !ret; i++) {
		if (!is_source(paths.v[i]))
			continue;
		strbuf_reset(&text);
		ret = snapshot_read(s->after, paths.v[i], &text, s->err);
		if (!ret && includes_header(text.buf, path))
			strvec_push(out, paths.v[i]);
	}
	strvec_release(&paths);
	strbuf_release(&text);
	free(stem);
	return ret;
}

static int read_if_there(struct snapshot *snap, const char *path,
			 struct strbuf *out, struct strbuf *err)
{
	int ret = snapshot_stat(snap, path, NULL, NULL);

	return ret == ERR_NOT_FOUND ? 0 : ret ? ret :
	       snapshot_read(snap, path, out, err);
}

static int changed_header(struct search *s, const char *path)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	struct header_change c = { .includes = STRVEC_INIT };
	size_t i;
	int ret;

	ret = read_if_there(s->before, path, &a, s->err);
	if (!ret)
		ret = read_if_there(s->after, path, &b, s->err);
	if (ret)
		goto out;
	header_compare(a.buf, a.len, b.buf, b.len, &c);
	for (i = 0; i < c.old.nr; i++) {
		if (c.old.v[i].kind == DECL_MEMBER)
			add_member(s, c.old.v[i].tag, c.old.v[i].name);
		else
			add_once(&s->names, c.old.v[i].name);
	}
	for (i = 0; i < c.added.nr; i++)
		add_once(&s->names, c.added.v[i].name);
	if (c.any)
		strvec_push(&s->headers, path);
	if (c.includes.nr || !b.len)
		strvec_push(&s->lossy, path);
out:
	header_change_release(&c);
	strbuf_release(&a);
	strbuf_release(&b);
	return ret;
}

/*
 * Each changed header is to be compiled by somebody.  What came through an
 * #include that it lost, each file that includes it may have needed.
 */
static int header_witnesses(struct search *s)
{
	struct strvec by = STRVEC_INIT;
	size_t i, j;
	int ret = 0;

	for (i = 0; i < s->headers.nr && !ret; i++) {
		const char *path = s->headers.v[i];
		bool lossy = strvec_has(&s->lossy, path);

		ret = includers(s, path, &by);
		for (j = 0; j < by.nr; j++)
			if (strvec_has_sorted(s->sources, by.v[j]))
				break;
		if (!ret && (lossy || j == by.nr))
			take_witnesses(s, &by, lossy ? by.nr : WITNESSES);
		strvec_release(&by);
	}
	return ret;
}

static void search_release(struct search *s)
{
	size_t i;

	for (i = 0; i < s->nr_reach; i++) {
		free(s->reach[i].tag);
		strvec_release(&s->reach[i].words);
	}
	free(s->reach);
	strvec_release(&s->headers);
	strvec_release(&s->lossy);

	for (i = 0; i < s->nr_members; i++) {
		free(s->members[i].tag);
		free(s->members[i].name);
	}
	free(s->members);
	strvec_release(&s->names);
	strvec_release(&s->inlines);
}

int verify_affected(struct engine *e, struct snapshot *before,
		    struct snapshot *after, struct strvec *sources,
		    struct strbuf *err)
{
	struct search s = { .before = before, .after = after,
			    .sources = sources, .names = STRVEC_INIT,
			    .inlines = STRVEC_INIT, .headers = STRVEC_INIT,
			    .lossy = STRVEC_INIT, .err = err };
	struct strvec paths = STRVEC_INIT;
	struct oid a, b;
	size_t i;
	int ret;

	ret = snapshot_write(before, &a, err);
	if (!ret)
		ret = snapshot_write(after, &b, err);
	if (!ret)
		ret = repo_tree_diff(e->repo, &a, &b, &paths, err);
	for (i = 0; i < paths.nr && !ret; i++)
		if (is_source(paths.v[i]) &&
		    !snapshot_stat(after, paths.v[i], NULL, NULL))
			strvec_insert_sorted(sources, paths.v[i]);
	for (i = 0; i < paths.nr && !ret; i++)
		if (is_header(paths.v[i]))
			ret = changed_header(&s, paths.v[i]);
	if (!ret)
		ret = follow(&s);
	if (!ret)
		ret = header_witnesses(&s);
	if (!ret)
		ret = affected_by_config(before, after, &paths, sources, err);
	strvec_sort_uniq(sources);
	strvec_release(&paths);
	search_release(&s);
	return ret;
}
