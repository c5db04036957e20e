/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE	/* qsort_r */
#include "includes.h"

#include <stdlib.h>
#include <string.h>

#include "includes_priv.h"

/* Strings and their numbers, from 0. */
struct names {
	const char **v;		/* borrowed */
	size_t nr, alloc;
	uint32_t *slots;	/* number + 1, 0: free */
	size_t nr_slots;	/* a power of 2 */
};

/* For each of some numbers, others. */
struct edges {
	uint32_t *first;	/* of i: v[first[i]] to v[first[i + 1] - 1] */
	uint32_t *v;
	size_t nr, alloc;
};

struct includes {
	struct repo *repo;
	struct oid tree;
	struct include_list base;	/* of that tree */
	struct strvec now;	/* path, lines, ... of those that changed */
	struct names files;		/* all of them, by path */
	bool *doubt;			/* sees everything */
	uint32_t *by_name;		/* files sorted by last part, path */
	struct names lines;		/* lines that do not depend on the place */
	struct edges to_files;		/* where each of these leads to */
	struct edges includes;		/* of each file */
	struct edges users;
};

/* What kbuild has every .c file include. */
static const char *const forced[] = { "<linux/kconfig.h",
				      "<linux/compiler_types.h" };

/* ---- names ---- */

static size_t hash_of(const char *s, size_t n)
{
	uint64_t h = 14695981039346656037u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 1099511628211u;
	return h ^ h >> 29;
}

static void names_release(struct names *x)
{
	free(x->v);
	free(x->slots);
	memset(x, 0, sizeof(*x));
}

/* The slot of [s, s+n), or where it would go. */
static uint32_t *slot_of(const struct names *x, const char *s, size_t n)
{
	size_t i = hash_of(s, n);

	for (;; i++) {
		uint32_t *slot = &x->slots[i & (x->nr_slots - 1)];

		if (!*slot || (!strncmp(x->v[*slot - 1], s, n) &&
			       !x->v[*slot - 1][n]))
			return slot;
	}
}

static bool names_find(const struct names *x, const char *s, size_t n,
		       uint32_t *out)
{
	uint32_t slot = x->nr ? *slot_of(x, s, n) : 0;

	*out = slot - 1;
	return slot;
}

static void names_grow(struct names *x)
{
	free(x->slots);
	x->nr_slots = x->nr_slots ? 2 * x->nr_slots : 1024;
	x->slots = xcalloc(x->nr_slots, sizeof(*x->slots));
	for (size_t i = 0; i < x->nr; i++)
		*slot_of(x, x->v[i], strlen(x->v[i])) = i + 1;
}

/* @s must not be there yet, and outlive @x. */
static uint32_t names_add(struct names *x, const char *s)
{
	if (2 * (x->nr + 1) > x->nr_slots)
		names_grow(x);
	ALLOC_GROW(x->v, x->nr + 1, x->alloc);
	x->v[x->nr++] = s;
	*slot_of(x, s, strlen(s)) = x->nr;
	return x->nr - 1;
}

static void edges_release(struct edges *e)
{
	free(e->first);
	free(e->v);
	memset(e, 0, sizeof(*e));
}

static void edges_push(struct edges *e, uint32_t to)
{
	ALLOC_GROW(e->v, e->nr + 1, e->alloc);
	e->v[e->nr++] = to;
}

/* ---- where a line leads ---- */

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static int by_name_cmp(const void *a, const void *b, void *data)
{
	const char **paths = data;
	const char *x = paths[*(const uint32_t *)a];
	const char *y = paths[*(const uint32_t *)b];
	int d = strcmp(last_part(x), last_part(y));

	return d ? d : strcmp(x, y);
}

static void sort_by_name(struct includes *x)
{
	free(x->by_name);
	x->by_name = xcalloc(x->files.nr + 1, sizeof(*x->by_name));
	for (size_t i = 0; i < x->files.nr; i++)
		x->by_name[i] = i;
	qsort_r(x->by_name, x->files.nr, sizeof(*x->by_name), by_name_cmp,
		x->files.v);
}

/* "include/", "arch/x86/include/", and uapi/ of them */
static bool is_root(const char *path, size_t len)
{
	if (len >= 5 && !strncmp(path + len - 5, "uapi/", 5))
		len -= 5;
	if (len < 8 || strncmp(path + len - 8, "include/", 8))
		return false;
	return len == 8 ||
	       (starts_with(path, "arch/") &&
		path + 5 + strcspn(path + 5, "/") + 1 == path + len - 8);
}

/* Append the files whose path ends in @name; with @roots those in such. */
static bool ending_in(struct includes *x, const char *name, bool roots,
		      struct edges *out)
{
	const char *last = last_part(name);
	size_t lo = 0, hi = x->files.nr, n = strlen(name);
	bool any = false;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(last_part(x->files.v[x->by_name[mid]]), last) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < x->files.nr; lo++) {
		const char *path = x->files.v[x->by_name[lo]];
		size_t len = strlen(path);

		if (strcmp(last_part(path), last))
			break;
		if (len < n || strcmp(path + len - n, name) ||
		    (len > n && path[len - n - 1] != '/') ||
		    (roots && !is_root(path, len - n)))
			continue;
		edges_push(out, x->by_name[lo]);
		any = true;
	}
	return any;
}

static void lead(struct includes *x, const char *name, struct edges *out)
{
	char *generic;
	bool any;

	while (starts_with(name, "../") || starts_with(name, "./"))
		name += strcspn(name, "/") + 1;
	any = ending_in(x, name, true, out);
	if (starts_with(name, "asm/")) {
		generic = xasprintf("asm-generic/%s", name + 4);
		any |= ending_in(x, generic, true, out);
		free(generic);
	}
	if (!any)
		ending_in(x, name, false, out);
}

/* The file beside @path, with "." and ".." taken out; false: none. */
static bool beside(const struct includes *x, const char *path,
		   const char *name, uint32_t *out)
{
	struct strbuf full = STRBUF_INIT;
	bool found;

	strbuf_add(&full, path, last_part(path) - path);
	while (*name) {
		size_t n = strcspn(name, "/");
		size_t skip = n + (name[n] == '/');

		if (n == 2 && !strncmp(name, "..", 2)) {
			if (!full.len)
				break;
			strbuf_setlen(&full, full.len - 1);
			strbuf_setlen(&full,
				      last_part(full.buf) - full.buf);
		} else if (n && !(n == 1 && *name == '.')) {
			strbuf_add(&full, name, skip);
		}
		name += skip;
	}
	found = !*name && names_find(&x->files, full.buf, full.len, out);
	strbuf_release(&full);
	return found;
}

/* ---- the graph ---- */

/*
 * Lines are numbered as they are met, and led at once; to_files.first has one
 * more than there are lines.
 */
static void add_anywhere(struct includes *x, const char *line, size_t n,
			 struct edges *out)
{
	struct edges *to = &x->to_files;
	uint32_t id;

	if (!names_find(&x->lines, line, n, &id)) {
		char *own = xstrndup(line, n);

		id = names_add(&x->lines, own);
		to->first = xrealloc(to->first, (id + 2) * sizeof(*to->first));
		to->first[id] = to->nr;
		lead(x, own, to);
		to->first[id + 1] = to->nr;
	}
	for (uint32_t i = to->first[id]; i < to->first[id + 1]; i++)
		edges_push(out, to->v[i]);
}

/* An architecture's macro names a header of that architecture. */
static void add_unknown(struct includes *x, uint32_t file)
{
	const char *path = x->files.v[file];
	size_t n;

	if (!starts_with(path, "arch/")) {
		x->doubt[file] = true;
		return;
	}
	n = 5 + strcspn(path + 5, "/") + 1;
	for (size_t i = 0; i < x->files.nr; i++)
		if (!strncmp(x->files.v[i], path, n) &&
		    ends_with(x->files.v[i], ".h"))
			edges_push(&x->includes, i);
}

static void add_lines(struct includes *x, uint32_t file, const char *lines)
{
	while (*lines) {
		size_t n = strcspn(lines, "\n");
		char *name;
		uint32_t to;

		if (*lines == '?') {
			add_unknown(x, file);
		} else if (*lines == '<') {
			add_anywhere(x, lines + 1, n - 1, &x->includes);
		} else {
			name = xstrndup(lines + 1, n - 1);
			if (beside(x, x->files.v[file], name, &to))
				edges_push(&x->includes, to);
			else
				add_anywhere(x, lines + 1, n - 1, &x->includes);
			free(name);
		}
		lines += n;
		lines += *lines == '\n';
	}
}

static void reverse(const struct edges *e, size_t nr, struct edges *out)
{
	out->first = xcalloc(nr + 2, sizeof(*out->first));
	out->v = xcalloc(e->nr + 1, sizeof(*out->v));
	out->nr = e->nr;
	/* counted two places on: filling in moves each to its own */
	for (size_t i = 0; i < e->nr; i++)
		out->first[e->v[i] + 2]++;
	for (size_t i = 2; i <= nr + 1; i++)
		out->first[i] += out->first[i - 1];
	for (size_t i = 0; i < nr; i++)
		for (uint32_t k = e->first[i]; k < e->first[i + 1]; k++)
			out->v[out->first[e->v[k] + 1]++] = i;
}

static void drop_graph(struct includes *x)
{
	for (size_t i = 0; i < x->lines.nr; i++)
		free((char *)x->lines.v[i]);
	names_release(&x->lines);
	names_release(&x->files);
	edges_release(&x->to_files);
	edges_release(&x->includes);
	edges_release(&x->users);
	free(x->doubt);
	free(x->by_name);
	x->doubt = NULL;
	x->by_name = NULL;
}

static void add_file(struct includes *x, uint32_t file, const char *lines)
{
	add_lines(x, file, lines);
	for (size_t i = 0; i < ARRAY_SIZE(forced); i++)
		if (ends_with(x->files.v[file], ".c"))
			add_lines(x, file, forced[i]);
	x->includes.first[file + 1] = x->includes.nr;
}

static void make_graph(struct includes *x)
{
	struct strvec *now = &x->now;
	const char **lines;
	size_t nr;
	uint32_t id;

	drop_graph(x);
	for (size_t i = 0; i < x->base.nr; i++)
		names_add(&x->files, x->base.v[i].path);
	for (size_t i = 0; i < now->nr; i += 2)
		if (!names_find(&x->files, now->v[i], strlen(now->v[i]), &id))
			names_add(&x->files, now->v[i]);
	nr = x->files.nr;
	lines = xcalloc(nr + 1, sizeof(*lines));
	for (size_t i = 0; i < x->base.nr; i++)
		lines[i] = x->base.v[i].lines;
	for (size_t i = 0; i < now->nr; i += 2)
		if (names_find(&x->files, now->v[i], strlen(now->v[i]), &id))
			lines[id] = now->v[i + 1];
	x->doubt = xcalloc(nr + 1, sizeof(*x->doubt));
	sort_by_name(x);
	x->includes.first = xcalloc(nr + 1, sizeof(*x->includes.first));
	for (size_t i = 0; i < nr; i++)
		add_file(x, i, lines[i]);
	reverse(&x->includes, nr, &x->users);
	free(lines);
}

/* ---- life ---- */

int includes_open(struct includes **out, struct engine *e,
		  struct snapshot *snap, struct strbuf *err)
{
	struct includes *x = xcalloc(1, sizeof(*x));
	int ret;

	strvec_init(&x->now);
	x->repo = e->repo;
	ret = snapshot_write(snap, &x->tree, err);
	if (!ret)
		ret = include_list_read(&x->base, e, &x->tree, err);
	*out = x;
	if (ret) {
		includes_free(x);
		*out = NULL;
	}
	return ret;
}

void includes_free(struct includes *x)
{
	if (!x)
		return;
	drop_graph(x);
	strvec_release(&x->now);
	include_list_release(&x->base);
	free(x);
}

/* What @snap's file includes; nothing if it is not there. */
static int lines_at(struct snapshot *snap, const char *path,
		    struct strbuf *out, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	int ret = 0;

	if (!snapshot_stat(snap, path, NULL, NULL))
		ret = snapshot_read(snap, path, &text, err);
	if (!ret)
		include_lines(text.buf, text.len, out);
	strbuf_release(&text);
	return ret;
}

static int differing(struct includes *x, struct snapshot *snap,
		     struct strvec *paths, struct strbuf *err)
{
	struct oid tree;
	int ret = snapshot_write(snap, &tree, err);

	return ret ? ret : repo_tree_diff(x->repo, &x->tree, &tree, paths, err);
}

int includes_set(struct includes *x, struct snapshot *before,
		 struct snapshot *after, struct strbuf *err)
{
	struct strvec paths = STRVEC_INIT;
	int ret;

	strvec_release(&x->now);
	ret = differing(x, before, &paths, err);
	if (!ret)
		ret = differing(x, after, &paths, err);
	strvec_sort_uniq(&paths);
	for (size_t i = 0; i < paths.nr && !ret; i++) {
		struct strbuf lines = STRBUF_INIT;

		if (!includes_read_name(paths.v[i]))
			continue;
		ret = lines_at(before, paths.v[i], &lines, err);
		if (!ret)
			ret = lines_at(after, paths.v[i], &lines, err);
		strvec_push(&x->now, paths.v[i]);
		strvec_push(&x->now, lines.buf);
		strbuf_release(&lines);
	}
	strvec_release(&paths);
	if (!ret)
		make_graph(x);
	return ret;
}

/* ---- questions ---- */

void file_set_release(struct file_set *s)
{
	free(s->has);
	s->has = NULL;
}

bool file_set_has(const struct file_set *s, const struct includes *x,
		  const char *path)
{
	uint32_t id;

	/* a file that is not looked into may include anything */
	return !names_find(&x->files, path, strlen(path), &id) ||
	       (s->has && s->has[id]);
}

/* Follow @e from @todo, which has room for all files. */
static void spread(const struct includes *x, const struct edges *e,
		   uint32_t *todo, size_t nr, struct file_set *s)
{
	while (nr) {
		uint32_t at = todo[--nr];

		for (uint32_t i = e->first[at]; i < e->first[at + 1]; i++) {
			uint32_t to = e->v[i];

			if (s->has[to])
				continue;
			s->has[to] = 1;
			todo[nr++] = to;
		}
	}
}

static uint32_t *start(const struct includes *x, struct file_set *s)
{
	if (!s->has)
		s->has = xcalloc(x->files.nr + 1, 1);
	return xcalloc(x->files.nr + 1, sizeof(uint32_t));
}

void includes_users(const struct includes *x, const char *path,
		    struct file_set *s)
{
	uint32_t *todo = start(x, s), id;
	size_t nr = 0;

	if (names_find(&x->files, path, strlen(path), &id) && !s->has[id]) {
		s->has[id] = 1;
		todo[nr++] = id;
	}
	for (size_t i = 0; i < x->files.nr; i++)
		if (x->doubt[i] && !s->has[i]) {
			s->has[i] = 1;
			todo[nr++] = i;
		}
	spread(x, &x->users, todo, nr, s);
	free(todo);
}

void includes_beside(const struct includes *x, const struct file_set *users,
		     struct file_set *s)
{
	uint32_t *todo = start(x, s);
	size_t nr = 0;

	for (size_t i = 0; i < x->files.nr; i++)
		if (users->has && users->has[i] &&
		    ends_with(x->files.v[i], ".c") && !s->has[i]) {
			s->has[i] = 1;
			todo[nr++] = i;
		}
	spread(x, &x->includes, todo, nr, s);
	free(todo);
}
