/* SPDX-License-Identifier: GPL-2.0-only */
/* scan: which file of a tree holds which words. */
#include "scan.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "scan_priv.h"

/* More files than this that differ: looking at all of them is as quick. */
#define UPDATE_MAX 4000

struct scan *scan_new(const struct oid *tree, const struct strvec *words)
{
	struct scan *s = xcalloc(1, sizeof(*s));

	s->tree = *tree;
	strvec_init(&s->words);
	strvec_pushv(&s->words, words);
	strvec_sort_uniq(&s->words);
	s->stride = (s->words.nr + WORD_BITS - 1) / WORD_BITS;
	return s;
}

void scan_free(struct scan *s)
{
	size_t i;

	if (!s)
		return;
	for (i = 0; i < s->nr_rows; i++) {
		free(s->rows[i].path);
		free(s->rows[i].bits);
	}
	for (i = 0; i < s->nr_missing; i++)
		free(s->missing[i].path);
	free(s->rows);
	free(s->missing);
	strvec_release(&s->words);
	free(s);
}

void scan_add_row(struct scan *s, const char *path, const word_bits *bits)
{
	struct scan_row *row;
	size_t size = s->stride * sizeof(*bits);

	ALLOC_GROW(s->rows, s->nr_rows + 1, s->alloc_rows);
	row = &s->rows[s->nr_rows++];
	row->path = xstrdup(path);
	row->bits = xmalloc(size);
	memcpy(row->bits, bits, size);
}

void scan_add_missing(struct scan *s, const char *path, const struct oid *oid)
{
	ALLOC_GROW(s->missing, s->nr_missing + 1, s->alloc_missing);
	s->missing[s->nr_missing].path = xstrdup(path);
	s->missing[s->nr_missing++].oid = *oid;
}

static int row_cmp(const void *a, const void *b)
{
	return strcmp(((const struct scan_row *)a)->path,
		      ((const struct scan_row *)b)->path);
}

static int missing_cmp(const void *a, const void *b)
{
	return strcmp(((const struct scan_missing *)a)->path,
		      ((const struct scan_missing *)b)->path);
}

void scan_sort(struct scan *s)
{
	if (s->nr_rows)
		qsort(s->rows, s->nr_rows, sizeof(*s->rows), row_cmp);
	if (s->nr_missing)
		qsort(s->missing, s->nr_missing, sizeof(*s->missing),
		      missing_cmp);
}

/* The files to look at; paths stand one behind the other in @names. */
struct file_list {
	struct scan_file *v;
	size_t nr, alloc;
	struct strbuf names;
};

#define FILE_LIST_INIT { .names = STRBUF_INIT }

static bool is_regular(unsigned mode)
{
	return S_ISREG(mode);
}

static int list_add(const char *path, const struct oid *oid, unsigned mode,
		    void *data)
{
	struct file_list *list = data;

	if (!is_regular(mode))
		return 0;
	ALLOC_GROW(list->v, list->nr + 1, list->alloc);
	list->v[list->nr].oid = *oid;
	list->v[list->nr].known = false;
	list->v[list->nr++].entry = ENTRY_NONE;
	strbuf_add(&list->names, path, strlen(path) + 1);
	return 0;
}

/* The names have come to rest: let the files point to them. */
static void list_finish(struct file_list *list)
{
	const char *name = list->names.buf;
	size_t i;

	for (i = 0; i < list->nr; i++) {
		list->v[i].path = name;
		name += strlen(name) + 1;
	}
}

static void list_release(struct file_list *list)
{
	free(list->v);
	strbuf_release(&list->names);
}

/*
 * Find each file's entry; both sides are sorted.  A path that could lead out
 * of the work tree is left to the object store.
 */
static void list_join(struct file_list *list, const struct repo_index *x)
{
	size_t i, j = 0, n = repo_index_nr(x);

	for (i = 0; i < list->nr; i++) {
		struct scan_file *f = &list->v[i];
		struct oid oid;
		int cmp = -1;

		while (j < n &&
		       (cmp = strcmp(repo_index_entry(x, j, &oid),
				     f->path)) < 0)
			j++;
		if (j < n && !cmp && oid_equal(&oid, &f->oid) &&
		    path_is_safe(f->path))
			f->entry = j;
	}
}

struct index_job {
	struct repo *repo;
	struct repo_index *index;
};

static void *load_index(void *data)
{
	struct index_job *job = data;

	job->index = repo_index_load(job->repo);
	return NULL;
}

/* The tree's files, and beside it the index: each takes a while. */
static int list_tree(struct file_list *list, struct repo *r,
		     const struct oid *tree, bool worktree,
		     struct repo_index **index, struct strbuf *err)
{
	struct index_job job = { .repo = r };
	pthread_t thread;
	bool started = false;
	int ret;

	if (worktree && repo_workdir(r)) {
		started = !pthread_create(&thread, NULL, load_index, &job);
		if (!started)
			load_index(&job);
	}
	ret = repo_tree_walk(r, tree, list_add, list, err);
	if (started)
		pthread_join(thread, NULL);
	list_finish(list);
	*index = job.index;
	return ret;
}

static bool words_can_wait(const struct file_list *list,
			   const struct scan_options *opt)
{
	size_t objects = 0;

	for (size_t i = 0; i < list->nr; i++)
		objects += list->v[i].entry == ENTRY_NONE;
	return opt->only_words_of_objects && objects < list->nr / 2;
}

static int read_list(struct scan *s, struct repo *r,
		     const struct file_list *list,
		     const struct repo_index *index,
		     const struct scan_options *opt, struct scan_stats *st,
		     struct strbuf *err)
{
	struct scan_read job = {
		.repo = r, .index = index, .files = list->v, .nr = list->nr,
		.threads = opt->threads, .scan = s,
		.words = words_can_wait(list, opt) ? NULL : opt->words,
	};
	struct matcher *m;
	int ret;

	ret = matcher_new(&m, &s->words, err);
	if (ret)
		return ret;
	job.matcher = m;
	ret = scan_read(&job, err);
	matcher_free(m);
	st->read_worktree += job.read_worktree;
	st->read_store += job.read_store;
	scan_sort(s);
	return ret;
}

/* Leave out the files that are known to have none of the words. */
static void leave_out(struct file_list *list, const struct strvec *words,
		      struct scan_words *known)
{
	struct scan_query q;
	size_t n = 0;

	scan_query_init(&q, known, words);
	for (size_t i = 0; i < list->nr; i++) {
		struct scan_file f = list->v[i];
		bool may_have;

		f.known = scan_query_knows(&q, &f.oid, &may_have);
		if (!f.known || may_have)
			list->v[n++] = f;
	}
	list->nr = n;
	scan_query_release(&q);
}

/* Look at everything. */
static int scan_all(struct scan **out, struct repo *r, const struct oid *tree,
		    const struct strvec *words, const struct scan_options *opt,
		    struct scan_stats *st, struct strbuf *err)
{
	struct file_list list = FILE_LIST_INIT;
	struct repo_index *index = NULL;
	struct scan *s = scan_new(tree, words);
	int ret;

	ret = list_tree(&list, r, tree, !opt->no_worktree, &index, err);
	if (!ret) {
		if (index)
			list_join(&list, index);
		s->files = list.nr;
		if (opt->words)
			leave_out(&list, words, opt->words);
		ret = read_list(s, r, &list, index, opt, st, err);
	}
	repo_index_free(index);
	list_release(&list);
	if (ret) {
		scan_free(s);
		s = NULL;
	}
	*out = s;
	return ret;
}

/* Drop what is known about the @paths, which are sorted. */
static void forget(struct scan *s, const struct strvec *paths)
{
	size_t i, n;

	for (i = n = 0; i < s->nr_rows; i++) {
		if (strvec_has_sorted(paths, s->rows[i].path)) {
			free(s->rows[i].path);
			free(s->rows[i].bits);
		} else {
			s->rows[n++] = s->rows[i];
		}
	}
	s->nr_rows = n;
	for (i = n = 0; i < s->nr_missing; i++) {
		if (strvec_has_sorted(paths, s->missing[i].path))
			free(s->missing[i].path);
		else
			s->missing[n++] = s->missing[i];
	}
	s->nr_missing = n;
}

/* List @path if it is a file of @tree; @count follows. */
static int list_path(struct file_list *list, struct repo *r,
		     const struct oid *tree, const char *path, size_t *count,
		     struct strbuf *err)
{
	struct oid oid;
	unsigned mode;
	int ret = repo_tree_lookup(r, tree, path, &oid, &mode, err);

	if (ret == ERR_NOT_FOUND || (!ret && !is_regular(mode)))
		return 0;
	if (!ret) {
		(*count)++;
		list_add(path, &oid, mode, list);
	}
	return ret;
}

/* @s is of another tree: bring it up to date.  Any failure: look at all. */
static int update(struct scan *s, struct repo *r, const struct oid *tree,
		  const struct scan_options *opt, struct scan_stats *st)
{
	struct file_list before = FILE_LIST_INIT, now = FILE_LIST_INIT;
	struct strvec paths = STRVEC_INIT;
	size_t i, gone = 0, come = 0;
	int ret;

	ret = repo_tree_diff(r, &s->tree, tree, &paths, NULL);
	if (!ret && paths.nr > UPDATE_MAX)
		ret = ERR_UNABLE;
	strvec_sort_uniq(&paths);
	for (i = 0; i < paths.nr && !ret; i++) {
		ret = list_path(&before, r, &s->tree, paths.v[i], &gone, NULL);
		if (!ret)
			ret = list_path(&now, r, tree, paths.v[i], &come, NULL);
	}
	if (!ret) {
		forget(s, &paths);
		list_finish(&now);
		ret = read_list(s, r, &now, NULL, opt, st, NULL);
	}
	if (!ret) {
		s->files += come - gone;
		s->tree = *tree;
	}
	list_release(&before);
	list_release(&now);
	strvec_release(&paths);
	return ret;
}

/*
 * Blobs that were missing then may be there now, and hold words.  *@more tells
 * whether anything was learnt.
 */
static int retry_missing(struct scan *s, struct repo *r,
			 const struct scan_options *opt, struct scan_stats *st,
			 bool *more, struct strbuf *err)
{
	struct file_list list = FILE_LIST_INIT;
	struct strvec paths = STRVEC_INIT;
	size_t i, before = s->nr_missing;
	int ret = 0;

	for (i = 0; i < before; i++) {
		strvec_push(&paths, s->missing[i].path);
		list_add(s->missing[i].path, &s->missing[i].oid, S_IFREG,
			 &list);
	}
	if (before) {
		forget(s, &paths);
		list_finish(&list);
		ret = read_list(s, r, &list, NULL, opt, st, err);
	}
	*more = s->nr_missing != before;
	list_release(&list);
	strvec_release(&paths);
	return ret;
}

/* From the cache, or by what the cache has of another tree. */
static bool scan_cached(struct scan **out, struct repo *r,
			const struct oid *tree, const struct strvec *words,
			const struct scan_options *opt, struct scan_stats *st)
{
	struct scan *s = NULL;
	bool more = false;

	if (scan_load(&s, tree, words, opt->cache)) {
		if (!retry_missing(s, r, opt, st, &more, NULL))
			goto found;
	} else if (scan_load_last(&s, words, opt->cache)) {
		if (!update(s, r, tree, opt, st) &&
		    !retry_missing(s, r, opt, st, &more, NULL)) {
			more = true;
			goto found;
		}
	}
	scan_free(s);
	return false;
found:
	if (more)
		scan_store(s, opt->cache);
	*out = s;
	return true;
}

static void fill_stats(struct scan_stats *st, const struct scan *s)
{
	size_t i;

	st->files = s->files;
	st->from_cache = !st->read_worktree && !st->read_store;
	strvec_init(&st->missing);
	for (i = 0; i < s->nr_missing; i++)
		strvec_push(&st->missing, s->missing[i].path);
}

int scan_tree(struct scan **out, struct repo *r, const struct oid *tree,
	      const struct strvec *words, const struct scan_options *opt,
	      struct scan_stats *stats, struct strbuf *err)
{
	struct scan_stats st = { 0 };
	struct strvec sorted = STRVEC_INIT;
	uint64_t start = now_us();
	bool cached;
	int ret = 0;

	*out = NULL;
	strvec_pushv(&sorted, words);
	strvec_sort_uniq(&sorted);
	cached = opt->cache && scan_cached(out, r, tree, &sorted, opt, &st);
	if (!cached) {
		ret = scan_all(out, r, tree, &sorted, opt, &st, err);
		if (!ret && opt->cache)
			scan_store(*out, opt->cache);
	}
	if (!ret && stats) {
		fill_stats(&st, *out);
		st.from_cache = st.from_cache && cached;
		st.wall_us = now_us() - start;
		scan_stats_release(stats);
		*stats = st;
	}
	strvec_release(&sorted);
	return ret;
}

void scan_stats_release(struct scan_stats *st)
{
	/* {0} is a valid beginning, STRVEC_INIT is not all zeros */
	if (st->missing.v)
		strvec_release(&st->missing);
	memset(st, 0, sizeof(*st));
}

static size_t word_index(const struct scan *s, const char *word)
{
	size_t low = 0, high = s->words.nr;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int cmp = strcmp(word, s->words.v[mid]);

		if (!cmp)
			return mid;
		if (cmp < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return SIZE_MAX;
}

bool scan_knows(const struct scan *s, const char *word)
{
	return word_index(s, word) != SIZE_MAX;
}

void scan_files(const struct scan *s, const char *word, struct strvec *paths)
{
	size_t i, w = word_index(s, word);

	if (w == SIZE_MAX)
		BUG("the scan does not know '%s'", word);
	for (i = 0; i < s->nr_rows; i++)
		if (s->rows[i].bits[w / WORD_BITS] >> w % WORD_BITS & 1)
			strvec_push(paths, s->rows[i].path);
}
