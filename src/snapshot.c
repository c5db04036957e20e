/* SPDX-License-Identifier: GPL-2.0-only */
#include "snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "treefile.h"

/* The files of the base that hold a word. */
struct word_files {
	char *word;
	struct strvec paths;
};

/* What all snapshots of a run share: the tree they started from. */
struct base {
	unsigned refs;
	struct repo *repo;
	struct oid tree;
	struct treefiles *files;
	struct word_files *greps;	/* sorted by word */
	size_t nr_greps, alloc_greps;
	struct scan_options opt;
	struct scan **scans;	/* each knows other words */
	size_t nr_scans;
	struct strvec missing;	/* files whose blob the object store lacks */
};

struct blob {
	unsigned refs;
	struct strbuf content;
	struct oid oid;
};

/* A file that differs from the base; mode 0: gone. */
struct entry {
	char *path;
	unsigned mode;
	struct blob *blob;
};

struct snapshot {
	unsigned refs;
	struct base *base;
	struct entry *changed;	/* sorted by path */
	size_t nr, alloc;
	bool written;
	struct oid tree;	/* when written */
	struct strvec memo;	/* key, text, key, text, ... */
};

/* ---- blobs, base ---- */

static struct blob *blob_new(struct strbuf *content)
{
	struct blob *b = xcalloc(1, sizeof(*b));

	b->refs = 1;
	strbuf_init(&b->content);
	strbuf_swap(&b->content, content);
	oid_of_blob(b->content.buf, b->content.len, &b->oid);
	return b;
}

static void blob_put(struct blob *b)
{
	if (!b || --b->refs)
		return;
	strbuf_release(&b->content);
	free(b);
}

static void base_put(struct base *b)
{
	if (--b->refs)
		return;
	for (size_t i = 0; i < b->nr_scans; i++)
		scan_free(b->scans[i]);
	free(b->scans);
	for (size_t i = 0; i < b->nr_greps; i++) {
		free(b->greps[i].word);
		strvec_release(&b->greps[i].paths);
	}
	free(b->greps);
	strvec_release(&b->missing);
	treefiles_free(b->files);
	free(b);
}

static int base_scan(struct base *b, const struct strvec *words,
		     struct scan_stats *stats, struct strbuf *err)
{
	struct scan *scan;
	uint64_t start = now_us();
	int ret = scan_tree(&scan, b->repo, &b->tree, words, &b->opt, stats,
			    err);

	if (ret)
		return ret;
	log_verbose("  SCAN    %zu words (%s, ...), %llu ms", words->nr,
		    words->nr ? words->v[0] : "",
		    (unsigned long long)(now_us() - start) / 1000);
	b->scans = xrealloc(b->scans, (b->nr_scans + 1) * sizeof(*b->scans));
	b->scans[b->nr_scans++] = scan;
	return 0;
}

static struct scan *base_scan_of(const struct base *b, const char *word)
{
	for (size_t i = 0; i < b->nr_scans; i++)
		if (scan_knows(b->scans[i], word))
			return b->scans[i];
	return NULL;
}

/* The scans are large; what was asked once is asked often. */
static const struct strvec *base_grep(struct base *b, const char *word)
{
	size_t lo = 0, hi = b->nr_greps;
	struct word_files *w;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int cmp = strcmp(word, b->greps[mid].word);

		if (!cmp)
			return &b->greps[mid].paths;
		if (cmp < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	ALLOC_GROW(b->greps, b->nr_greps + 1, b->alloc_greps);
	w = &b->greps[lo];
	memmove(w + 1, w, (b->nr_greps++ - lo) * sizeof(*w));
	w->word = xstrdup(word);
	strvec_init(&w->paths);
	scan_files(base_scan_of(b, word), word, &w->paths);
	return &w->paths;
}

/* ---- life ---- */

int snapshot_of_tree(struct snapshot **out, struct repo *r,
		     const struct oid *tree, const struct strvec *words,
		     const struct scan_options *opt, struct scan_stats *stats,
		     struct strbuf *err)
{
	struct snapshot *s = xcalloc(1, sizeof(*s));
	int ret;

	s->refs = 1;
	s->base = xcalloc(1, sizeof(*s->base));
	s->base->refs = 1;
	s->base->repo = r;
	s->base->tree = *tree;
	s->base->files = treefiles_new(r, tree);
	s->base->opt = *opt;
	s->written = true;
	s->tree = *tree;
	strvec_init(&s->base->missing);
	ret = base_scan(s->base, words, stats, err);
	if (ret) {
		snapshot_put(s);
		s = NULL;
	} else if (stats) {
		strvec_pushv(&s->base->missing, &stats->missing);
	}
	*out = s;
	return ret;
}

struct snapshot *snapshot_get(struct snapshot *s)
{
	s->refs++;
	return s;
}

void snapshot_put(struct snapshot *s)
{
	if (!s || --s->refs)
		return;
	for (size_t i = 0; i < s->nr; i++) {
		free(s->changed[i].path);
		blob_put(s->changed[i].blob);
	}
	free(s->changed);
	strvec_release(&s->memo);
	base_put(s->base);
	free(s);
}

/* The place of @path among the changed files, or where it would go. */
static size_t find(const struct snapshot *s, const char *path, bool *found)
{
	size_t lo = 0, hi = s->nr;

	*found = false;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int cmp = strcmp(path, s->changed[mid].path);

		if (!cmp) {
			*found = true;
			return mid;
		}
		if (cmp < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return lo;
}

static const struct entry *find_entry(const struct snapshot *s,
				      const char *path)
{
	bool found;
	size_t i = find(s, path, &found);

	return found ? &s->changed[i] : NULL;
}

static void put_entry(struct snapshot *s, const char *path, unsigned mode,
		      struct blob *blob)
{
	bool found;
	size_t i = find(s, path, &found);

	if (found) {
		blob_put(s->changed[i].blob);
	} else {
		ALLOC_GROW(s->changed, s->nr + 1, s->alloc);
		memmove(s->changed + i + 1, s->changed + i,
			(s->nr - i) * sizeof(*s->changed));
		s->nr++;
		s->changed[i].path = xstrdup(path);
	}
	s->changed[i].mode = mode;
	s->changed[i].blob = blob;
}

struct snapshot *snapshot_derive(struct snapshot *parent,
				 struct file_change *changes, size_t n)
{
	struct snapshot *s = xcalloc(1, sizeof(*s));

	s->refs = 1;
	s->base = parent->base;
	s->base->refs++;
	for (size_t i = 0; i < parent->nr; i++) {
		const struct entry *e = &parent->changed[i];

		if (e->blob)
			e->blob->refs++;
		put_entry(s, e->path, e->mode, e->blob);
	}
	for (size_t i = 0; i < n; i++)
		put_entry(s, changes[i].path, changes[i].mode,
			  changes[i].mode ? blob_new(&changes[i].content) :
					    NULL);
	return s;
}

/* ---- reading ---- */

int snapshot_stat(const struct snapshot *s, const char *path, struct oid *oid,
		  unsigned *mode)
{
	const struct entry *e = find_entry(s, path);

	if (!e)
		return treefile_stat(s->base->files, path, oid, mode);
	if (!e->mode)
		return ERR_NOT_FOUND;
	if (oid)
		*oid = e->blob->oid;
	if (mode)
		*mode = e->mode;
	return 0;
}

int snapshot_read(const struct snapshot *s, const char *path,
		  struct strbuf *out, struct strbuf *err)
{
	const struct entry *e = find_entry(s, path);
	struct strbuf why = STRBUF_INIT;
	int ret;

	if (e && e->mode) {
		strbuf_addbuf(out, &e->blob->content);
		return 0;
	}
	if (snapshot_stat(s, path, NULL, NULL))
		return error_set(err, ERR_NOT_FOUND,
				 "'%s' is not in the tree", path);
	ret = treefile_read(s->base->files, path, out, &why);
	if (ret)
		ret = error_set(err, ERR_UNABLE, "cannot read '%s': %s", path,
				why.buf);
	strbuf_release(&why);
	return ret;
}

void snapshot_use_words(struct snapshot *s, struct scan_words *words)
{
	s->base->opt.words = words;
	s->base->opt.only_words_of_objects = false;
}

int snapshot_learn(struct snapshot *s, const struct strvec *words,
		   struct strbuf *err)
{
	struct strvec unknown = STRVEC_INIT;
	int ret = 0;

	for (size_t i = 0; i < words->nr; i++)
		if (!base_scan_of(s->base, words->v[i]))
			strvec_push(&unknown, words->v[i]);
	if (unknown.nr) {
		strvec_sort_uniq(&unknown);
		ret = base_scan(s->base, &unknown, NULL, err);
	}
	strvec_release(&unknown);
	return ret;
}

int snapshot_grep(struct snapshot *s, const char *word, struct strvec *paths,
		  struct strbuf *err)
{
	struct strvec words = STRVEC_INIT;
	const struct strvec *hits;
	int ret;

	strvec_push(&words, word);
	ret = snapshot_learn(s, &words, err);
	strvec_release(&words);
	if (ret)
		return ret;
	hits = base_grep(s->base, word);
	for (size_t i = 0; i < hits->nr; i++)
		if (!find_entry(s, hits->v[i]))
			strvec_push(paths, hits->v[i]);
	for (size_t i = 0; i < s->nr; i++) {
		const struct entry *e = &s->changed[i];

		if (e->mode && text_has_word(e->blob->content.buf,
					     e->blob->content.len, word))
			strvec_push(paths, e->path);
	}
	strvec_sort_uniq(paths);
	return 0;
}

void snapshot_id(const struct snapshot *s, struct oid *id)
{
	struct strbuf text = STRBUF_INIT;
	char hex[OID_HEX + 1];

	oid_hex(&s->base->tree, hex);
	strbuf_addf(&text, "tree %s\n", hex);
	for (size_t i = 0; i < s->base->missing.nr; i++)
		strbuf_addf(&text, "without %s\n", s->base->missing.v[i]);
	for (size_t i = 0; i < s->nr; i++) {
		const struct entry *e = &s->changed[i];

		if (e->blob)
			oid_hex(&e->blob->oid, hex);
		strbuf_addf(&text, "%o %s %s\n", e->mode,
			    e->blob ? hex : "-", e->path);
	}
	oid_of_blob(text.buf, text.len, id);
	strbuf_release(&text);
}

void snapshot_changed(const struct snapshot *s, struct strvec *paths)
{
	for (size_t i = 0; i < s->nr; i++)
		strvec_push(paths, s->changed[i].path);
}

const char *snapshot_memo(const struct snapshot *s, const char *key)
{
	for (size_t i = 0; i < s->memo.nr; i += 2)
		if (!strcmp(s->memo.v[i], key))
			return s->memo.v[i + 1];
	return NULL;
}

void snapshot_set_memo(struct snapshot *s, const char *key, const char *text)
{
	strvec_push(&s->memo, key);
	strvec_push(&s->memo, text);
}

/* ---- writing ---- */

int snapshot_write(struct snapshot *s, struct oid *tree, struct strbuf *err)
{
	struct tree_change *changes;
	int ret = 0;

	if (s->written) {
		*tree = s->tree;
		return 0;
	}
	changes = xcalloc(s->nr, sizeof(*changes));
	for (size_t i = 0; i < s->nr && !ret; i++) {
		const struct entry *e = &s->changed[i];

		changes[i].path = e->path;
		changes[i].mode = e->mode;
		if (e->mode)
			ret = repo_blob_write(s->base->repo,
					      e->blob->content.buf,
					      e->blob->content.len,
					      &changes[i].oid, err);
	}
	if (!ret)
		ret = repo_tree_update(s->base->repo, &s->base->tree, changes,
				       s->nr, &s->tree, err);
	s->written = !ret;
	*tree = s->tree;
	free(changes);
	return ret;
}

struct repo *snapshot_repo(const struct snapshot *s)
{
	return s->base->repo;
}
