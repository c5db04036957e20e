/* SPDX-License-Identifier: GPL-2.0-only */
/* includes_read: the #include lines of all files of a tree. */
#include "includes_priv.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "child.h"

#define KIND "includes"
#define CHUNK 64		/* files a thread takes at a time */
#define UPDATE_MAX 2000		/* more that differ are read anew with the rest */

bool includes_read_name(const char *path)
{
	return ends_with(path, ".c") || ends_with(path, ".h") ||
	       ends_with(path, ".inc") || ends_with(path, ".S");
}

/* What follows "include" on its line. */
static void add_line(const char *s, size_t n, struct strbuf *out)
{
	const char *end;

	while (n && (*s == ' ' || *s == '\t'))
		s++, n--;
	if (!n)
		return;
	if (*s == '<' || *s == '"') {
		end = memchr(s + 1, *s == '<' ? '>' : '"', n - 1);
		if (end && end > s + 1) {
			strbuf_add(out, s, end - s);
			strbuf_addch(out, '\n');
		}
		return;
	}
	/* the tracing headers include the one again that includes them */
	if (is_word_char(*s) && strncmp(s, "TRACE_INCLUDE(", 14) &&
	    !strstr(out->buf, "?\n"))
		strbuf_addstr(out, "?\n");
}

void include_lines(const char *text, size_t len, struct strbuf *out)
{
	static const char word[] = "include";
	const char *end = text + len, *eol;

	for (const char *s = text; s < end; s = eol + 1) {
		eol = memchr(s, '\n', end - s);
		if (!eol)
			eol = end;
		while (s < eol && (*s == ' ' || *s == '\t'))
			s++;
		if (s == eol || *s++ != '#')
			continue;
		while (s < eol && (*s == ' ' || *s == '\t'))
			s++;
		if ((size_t)(eol - s) <= strlen(word) ||
		    strncmp(s, word, strlen(word)))
			continue;
		s += strlen(word);
		if (!is_word_char(*s))
			add_line(s, eol - s, out);
	}
}

/* ---- lists ---- */

void include_list_release(struct include_list *l)
{
	for (size_t i = 0; i < l->nr; i++) {
		free(l->v[i].path);
		free(l->v[i].lines);
	}
	free(l->v);
	memset(l, 0, sizeof(*l));
}

static int file_cmp(const void *a, const void *b)
{
	const struct include_file *x = a, *y = b;

	return strcmp(x->path, y->path);
}

struct include_file *include_list_find(const struct include_list *l,
				       const char *path)
{
	struct include_file key = { .path = (char *)path };

	return l->nr ? bsearch(&key, l->v, l->nr, sizeof(key), file_cmp) : NULL;
}

static struct include_file *append(struct include_list *l, const char *path)
{
	ALLOC_GROW(l->v, l->nr + 1, l->alloc);
	l->v[l->nr].path = xstrdup(path);
	l->v[l->nr].lines = NULL;
	return &l->v[l->nr++];
}

static void list_sort(struct include_list *l)
{
	if (l->nr)
		qsort(l->v, l->nr, sizeof(*l->v), file_cmp);
}

void include_list_put(struct include_list *l, const char *path, char *lines)
{
	struct include_file *f = include_list_find(l, path);

	if (f) {
		free(f->lines);
		f->lines = lines;
		return;
	}
	append(l, path)->lines = lines;
	list_sort(l);
}

/* ---- the cache: "TREE\n", then "PATH\0LINES\0" for each file ---- */

/* One for all trees: the last one is brought up to date. */
static const char key[] = "includes-1";

static void list_store(const struct include_list *l, const struct oid *tree,
		       struct cache *cache)
{
	struct strbuf text = STRBUF_INIT;
	char hex[OID_HEX + 1];

	oid_hex(tree, hex);
	strbuf_addf(&text, "%s\n", hex);
	for (size_t i = 0; i < l->nr; i++) {
		strbuf_add(&text, l->v[i].path, strlen(l->v[i].path) + 1);
		strbuf_add(&text, l->v[i].lines, strlen(l->v[i].lines) + 1);
	}
	cache_put(cache, KIND, key, text.buf, text.len);
	strbuf_release(&text);
}

static bool list_load(struct include_list *l, struct oid *tree,
		      struct cache *cache)
{
	struct strbuf text = STRBUF_INIT;
	const char *s, *end;
	bool ok;

	ok = cache_get(cache, KIND, key, &text) && text.len > OID_HEX + 1 &&
	     !text.buf[text.len - 1] && oid_parse(text.buf, tree);
	s = text.buf + OID_HEX + 1;
	end = text.buf + text.len;
	while (ok && s < end) {
		struct include_file *f = append(l, s);

		s += strlen(s) + 1;
		ok = s < end;
		f->lines = xstrdup(ok ? s : "");
		s += strlen(s) + 1;
	}
	if (!ok)
		include_list_release(l);
	strbuf_release(&text);
	return ok;
}

/* ---- reading ---- */

struct wanted_file {
	struct oid oid;
	size_t at;		/* in the list */
};

struct reading {
	struct repo *repo;
	struct include_list *list;
	struct wanted_file *files;
	size_t nr, alloc;
	atomic_size_t next;
	atomic_int ret;
};

static int collect(const char *path, const struct oid *oid, unsigned mode,
		   void *data)
{
	struct reading *r = data;

	if (!S_ISREG(mode) || !includes_read_name(path))
		return 0;
	ALLOC_GROW(r->files, r->nr + 1, r->alloc);
	r->files[r->nr].oid = *oid;
	r->files[r->nr++].at = r->list->nr;
	append(r->list, path);
	return 0;
}

/* A blob that is missing: nobody knows what it includes. */
static int read_one(struct reading *r, const struct wanted_file *w,
		    struct strbuf *text)
{
	struct strbuf lines = STRBUF_INIT;
	int ret;

	strbuf_reset(text);
	ret = repo_blob_read(r->repo, &w->oid, text, NULL);
	if (ret == ERR_NOT_FOUND)
		strbuf_addstr(&lines, "?\n");
	else if (!ret)
		include_lines(text->buf, text->len, &lines);
	r->list->v[w->at].lines = strbuf_detach(&lines, NULL);
	return ret == ERR_NOT_FOUND ? 0 : ret;
}

static void *read_some(void *data)
{
	struct reading *r = data;
	struct strbuf text = STRBUF_INIT;

	while (!r->ret) {
		size_t i = atomic_fetch_add(&r->next, CHUNK), end = i + CHUNK;
		int ret = child_interrupted() ? ERR_INTERRUPTED : 0;

		for (; i < r->nr && i < end && !ret; i++)
			ret = read_one(r, &r->files[i], &text);
		if (ret)
			r->ret = ret;
		if (i >= r->nr)
			break;
	}
	strbuf_release(&text);
	return NULL;
}

static int read_files(struct reading *r, int threads, struct strbuf *err)
{
	pthread_t *others;
	int n, started = 0;

	if (threads < 1)
		threads = online_cpus();
	if ((size_t)threads > r->nr / CHUNK + 1)
		threads = r->nr / CHUNK + 1;
	others = xcalloc(threads, sizeof(*others));
	/* with fewer threads it only takes longer */
	for (n = 1; n < threads; n++, started++)
		if (pthread_create(&others[started], NULL, read_some, r))
			break;
	read_some(r);
	for (n = 0; n < started; n++)
		pthread_join(others[n], NULL);
	free(others);
	if (r->ret)
		for (size_t i = 0; i < r->list->nr; i++)
			if (!r->list->v[i].lines)
				r->list->v[i].lines = xstrdup("");
	if (r->ret == ERR_INTERRUPTED)
		return error_set(err, ERR_INTERRUPTED, "interrupted");
	return r->ret ? error_set(err, r->ret, "cannot read the tree's files") :
			0;
}

static int read_all(struct include_list *l, struct repo *repo,
		    const struct oid *tree, int threads, struct strbuf *err)
{
	struct reading r = { .repo = repo, .list = l };
	int ret = repo_tree_walk(repo, tree, collect, &r, err);

	for (size_t i = 0; i < l->nr && ret; i++)
		l->v[i].lines = xstrdup("");
	if (!ret)
		ret = read_files(&r, threads, err);
	list_sort(l);
	free(r.files);
	return ret;
}

static void gone(struct include_file *f)
{
	free(f->lines);
	f->lines = NULL;
}

/* The files without lines have gone. */
static void list_compact(struct include_list *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->nr; i++) {
		if (l->v[i].lines)
			l->v[n++] = l->v[i];
		else
			free(l->v[i].path);
	}
	l->nr = n;
}

/* The list of @from as one of @to.  False: too much of it differs. */
static bool update(struct include_list *l, struct repo *repo,
		   const struct oid *from, const struct oid *to)
{
	struct include_list fresh = { 0 };
	struct reading r = { .repo = repo, .list = &fresh };
	struct strvec paths = STRVEC_INIT;
	struct include_file *f;
	struct oid oid;
	unsigned mode;
	size_t i;
	bool ok;

	ok = !repo_tree_diff(repo, from, to, &paths, NULL) &&
	     paths.nr <= UPDATE_MAX;
	for (i = 0; ok && i < paths.nr; i++) {
		int ret = repo_tree_lookup(repo, to, paths.v[i], &oid, &mode,
					   NULL);

		if (!ret)
			collect(paths.v[i], &oid, mode, &r);
		else if ((f = include_list_find(l, paths.v[i])))
			gone(f);
		ok = !ret || ret == ERR_NOT_FOUND;
	}
	list_compact(l);
	if (ok)
		ok = !read_files(&r, 1, NULL);
	for (i = 0; i < fresh.nr; i++) {
		if (ok) {
			include_list_put(l, fresh.v[i].path, fresh.v[i].lines);
			fresh.v[i].lines = NULL;
		} else if (!fresh.v[i].lines) {
			fresh.v[i].lines = xstrdup("");
		}
	}
	include_list_release(&fresh);
	strvec_release(&paths);
	free(r.files);
	return ok;
}

int include_list_read(struct include_list *l, struct engine *e,
		      const struct oid *tree, struct strbuf *err)
{
	struct oid last;
	int ret = 0;

	memset(l, 0, sizeof(*l));
	if (list_load(l, &last, e->cache)) {
		if (oid_equal(&last, tree))
			return 0;
		if (update(l, e->repo, &last, tree))
			goto store;
		include_list_release(l);
	}
	ret = read_all(l, e->repo, tree, e->jobs, err);
store:
	if (!ret)
		list_store(l, tree, e->cache);
	return ret;
}
