/* SPDX-License-Identifier: GPL-2.0-only */
/* repo_tree: file contents, and trees: walk, compare, change. */
#include "repo.h"

#include <stdlib.h>

#include "repo_priv.h"

/* Deeper than any directory of use; a hostile tree must not end our stack. */
#define TREE_DEPTH_MAX 1024

int repo_tree_get(struct repo *r, const struct oid *oid, git_tree **out,
		  struct strbuf *err)
{
	char hex[OID_HEX + 1];
	git_oid id;

	oid_to_git(&id, oid);
	if (!git_tree_lookup(out, r->git, &id))
		return 0;
	oid_hex(oid, hex);
	return repo_error(err, ERR_UNABLE, "cannot read tree '%s'", hex);
}

static unsigned entry_mode(const git_tree_entry *entry)
{
	return (unsigned)git_tree_entry_filemode(entry);
}

static bool is_dir(const git_tree_entry *entry)
{
	return entry_mode(entry) == GIT_FILEMODE_TREE;
}

static void entry_oid(const git_tree_entry *entry, struct oid *out)
{
	oid_from_git(out, git_tree_entry_id(entry));
}

/* Appends "name" to @path; returns the length to go back to. */
static size_t path_enter(struct strbuf *path, const git_tree_entry *entry)
{
	size_t len = path->len;

	if (len)
		strbuf_addch(path, '/');
	strbuf_addstr(path, git_tree_entry_name(entry));
	return len;
}

struct walk {
	struct repo *r;
	repo_walk_fn *fn;
	void *data;
	struct strbuf path;
	struct strbuf *err;
};

static int walk_tree(struct walk *w, const struct oid *tree, int depth)
{
	git_tree *t;
	size_t i, n;
	int ret;

	if (depth > TREE_DEPTH_MAX)
		return error_set(w->err, ERR_UNABLE,
				 "directories are nested too deep at '%.60s'",
				 w->path.buf);
	ret = repo_tree_get(w->r, tree, &t, w->err);
	if (ret)
		return ret;
	n = git_tree_entrycount(t);
	for (i = 0; i < n && !ret; i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(t, i);
		size_t len = path_enter(&w->path, entry);
		struct oid oid;

		entry_oid(entry, &oid);
		if (is_dir(entry))
			ret = walk_tree(w, &oid, depth + 1);
		else
			ret = w->fn(w->path.buf, &oid, entry_mode(entry),
				    w->data);
		strbuf_setlen(&w->path, len);
	}
	git_tree_free(t);
	return ret;
}

int repo_tree_walk(struct repo *r, const struct oid *tree, repo_walk_fn *fn,
		   void *data, struct strbuf *err)
{
	struct walk w = { .r = r, .fn = fn, .data = data,
			  .path = STRBUF_INIT, .err = err };
	int ret = walk_tree(&w, tree, 0);

	strbuf_release(&w.path);
	return ret;
}

struct diff {
	struct repo *r;
	struct strvec *paths;
	struct strbuf path;
	struct strbuf *err;
};

static int push_path(const char *path, const struct oid *oid, unsigned mode,
		     void *data)
{
	strvec_push(data, path);
	return 0;
}

/* Everything below an entry that only one side has. */
static int diff_one_side(struct diff *d, const git_tree_entry *entry, int depth)
{
	size_t len = path_enter(&d->path, entry);
	int ret = 0;

	if (is_dir(entry)) {
		struct walk w = { .r = d->r, .fn = push_path,
				  .data = d->paths, .err = d->err,
				  .path = STRBUF_INIT };
		struct oid oid;

		entry_oid(entry, &oid);
		strbuf_addbuf(&w.path, &d->path);
		ret = walk_tree(&w, &oid, depth);
		strbuf_release(&w.path);
	} else {
		strvec_push(d->paths, d->path.buf);
	}
	strbuf_setlen(&d->path, len);
	return ret;
}

/*
 * Git's order of entries: as if a directory's name ended in a slash.  So a
 * file and a directory of one name never compare equal.
 */
static int entry_cmp(const git_tree_entry *a, const git_tree_entry *b)
{
	const unsigned char *x = (const void *)git_tree_entry_name(a);
	const unsigned char *y = (const void *)git_tree_entry_name(b);
	unsigned cx, cy;

	while (*x && *x == *y)
		x++, y++;
	cx = *x ? *x : is_dir(a) ? '/' : 0;
	cy = *y ? *y : is_dir(b) ? '/' : 0;
	return (cx > cy) - (cx < cy);
}

static int diff_trees(struct diff *d, const struct oid *a, const struct oid *b,
		      int depth);

static int diff_both(struct diff *d, const git_tree_entry *a,
		     const git_tree_entry *b, int depth)
{
	struct oid x, y;
	size_t len;
	int ret = 0;

	entry_oid(a, &x);
	entry_oid(b, &y);
	if (oid_equal(&x, &y) && entry_mode(a) == entry_mode(b))
		return 0;
	len = path_enter(&d->path, a);
	if (is_dir(a))
		ret = diff_trees(d, &x, &y, depth + 1);
	else
		strvec_push(d->paths, d->path.buf);
	strbuf_setlen(&d->path, len);
	return ret;
}

static int diff_trees(struct diff *d, const struct oid *a, const struct oid *b,
		      int depth)
{
	git_tree *x = NULL, *y = NULL;
	size_t i = 0, j = 0, nx, ny;
	int ret;

	if (depth > TREE_DEPTH_MAX)
		return error_set(d->err, ERR_UNABLE,
				 "directories are nested too deep at '%.60s'",
				 d->path.buf);
	ret = repo_tree_get(d->r, a, &x, d->err);
	if (!ret)
		ret = repo_tree_get(d->r, b, &y, d->err);
	nx = x ? git_tree_entrycount(x) : 0;
	ny = y ? git_tree_entrycount(y) : 0;
	while (!ret && (i < nx || j < ny)) {
		const git_tree_entry *ex = NULL, *ey = NULL;
		int cmp;

		if (i < nx)
			ex = git_tree_entry_byindex(x, i);
		if (j < ny)
			ey = git_tree_entry_byindex(y, j);
		cmp = !ex ? 1 : !ey ? -1 : entry_cmp(ex, ey);
		if (cmp < 0)
			ret = diff_one_side(d, ex, depth + 1);
		else if (cmp > 0)
			ret = diff_one_side(d, ey, depth + 1);
		else
			ret = diff_both(d, ex, ey, depth);
		i += cmp <= 0;
		j += cmp >= 0;
	}
	git_tree_free(x);
	git_tree_free(y);
	return ret;
}

int repo_tree_diff(struct repo *r, const struct oid *a, const struct oid *b,
		   struct strvec *paths, struct strbuf *err)
{
	struct diff d = { .r = r, .paths = paths, .path = STRBUF_INIT,
			  .err = err };
	int ret = oid_equal(a, b) ? 0 : diff_trees(&d, a, b, 0);

	strbuf_release(&d.path);
	return ret;
}

int repo_tree_lookup(struct repo *r, const struct oid *tree, const char *path,
		     struct oid *oid, unsigned *mode, struct strbuf *err)
{
	git_tree_entry *entry = NULL;
	git_tree *t;
	int ret;

	ret = repo_tree_get(r, tree, &t, err);
	if (ret)
		return ret;
	ret = git_tree_entry_bypath(&entry, t, path);
	git_tree_free(t);
	if (ret == GIT_ENOTFOUND || (!ret && is_dir(entry))) {
		ret = ERR_NOT_FOUND;
	} else if (ret < 0) {
		ret = repo_error(err, ERR_UNABLE, "cannot look up '%s'", path);
	} else {
		if (oid)
			entry_oid(entry, oid);
		if (mode)
			*mode = entry_mode(entry);
	}
	git_tree_entry_free(entry);
	return ret;
}

int repo_odb_complete(git_odb *odb, struct strbuf *err)
{
	const char *dir = getenv("GIT_QUARANTINE_PATH");

	if (dir && *dir && git_odb_add_disk_alternate(odb, dir) < 0)
		return repo_error(err, ERR_UNABLE,
				  "cannot open GIT_QUARANTINE_PATH, '%s'", dir);
	return 0;
}

static int odb_take(struct repo *r, git_odb **out, struct strbuf *err)
{
	char *dir;
	int ret = 0;

	*out = NULL;
	pthread_mutex_lock(&r->lock);
	if (r->nr_spare)
		*out = r->spare[--r->nr_spare];
	pthread_mutex_unlock(&r->lock);
	if (*out)
		return 0;
	dir = xasprintf("%s/objects", r->common_dir);
	if (git_odb_open(out, dir) < 0)
		ret = repo_error(err, ERR_UNABLE, "cannot open '%s'", dir);
	if (!ret)
		ret = repo_odb_complete(*out, err);
	free(dir);
	return ret;
}

static void odb_give(struct repo *r, git_odb *odb)
{
	pthread_mutex_lock(&r->lock);
	ALLOC_GROW(r->spare, r->nr_spare + 1, r->alloc_spare);
	r->spare[r->nr_spare++] = odb;
	pthread_mutex_unlock(&r->lock);
}

bool repo_blob_is_there(struct repo *r, const struct oid *oid)
{
	git_odb *odb;
	git_oid id;
	bool yes;

	if (odb_take(r, &odb, NULL))
		return false;
	oid_to_git(&id, oid);
	yes = git_odb_exists_ext(odb, &id, GIT_ODB_LOOKUP_NO_REFRESH);
	odb_give(r, odb);
	return yes;
}

int repo_blob_read(struct repo *r, const struct oid *oid, struct strbuf *out,
		   struct strbuf *err)
{
	git_odb_object *obj = NULL;
	char hex[OID_HEX + 1];
	git_odb *odb;
	git_oid id;
	int ret;

	ret = odb_take(r, &odb, err);
	if (ret)
		return ret;
	oid_to_git(&id, oid);
	oid_hex(oid, hex);
	ret = git_odb_read(&obj, odb, &id);
	if (ret == GIT_ENOTFOUND)
		ret = error_set(err, ERR_NOT_FOUND,
				"object '%s' is missing from the object store; git fsck names what else is",
				hex);
	else if (ret < 0)
		ret = repo_error(err, ERR_UNABLE, "cannot read object '%s'",
				 hex);
	else if (git_odb_object_type(obj) != GIT_OBJECT_BLOB)
		ret = error_set(err, ERR_UNABLE,
				"object '%s' is not a file's content", hex);
	else
		strbuf_add(out, git_odb_object_data(obj),
			   git_odb_object_size(obj));
	git_odb_object_free(obj);
	odb_give(r, odb);
	return ret;
}

int repo_blob_write(struct repo *r, const void *buf, size_t len,
		    struct oid *out, struct strbuf *err)
{
	git_oid id;

	if (git_odb_write(&id, r->odb, buf, len, GIT_OBJECT_BLOB) < 0)
		return repo_error(err, ERR_UNABLE,
				  "cannot write to the object store in '%s'",
				  r->common_dir);
	oid_from_git(out, &id);
	return 0;
}
