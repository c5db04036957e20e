/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * repo_update: a tree with some of its files changed.
 *
 * Only the directories on the way to a changed file are read and written.
 * git_tree_create_updated() would do for changes of files, but refuses a file
 * that becomes a directory.
 */
#include "repo.h"

#include <stdlib.h>

#include "repo_priv.h"

struct update {
	struct repo *r;
	const struct tree_change **changes;	/* in path_cmp() order */
	struct strbuf *err;
};

/*
 * Order in which everything below "a/" stands together and right after "a":
 * bytewise, but '/' before all other characters.
 */
static int path_cmp(const char *a, const char *b)
{
	unsigned x, y;

	while (*a && *a == *b)
		a++, b++;
	x = *a == '/' ? 1 : *a ? (unsigned char)*a + 1u : 0;
	y = *b == '/' ? 1 : *b ? (unsigned char)*b + 1u : 0;
	return (x > y) - (x < y);
}

static int change_cmp(const void *a, const void *b)
{
	return path_cmp((*(const struct tree_change **)a)->path,
			(*(const struct tree_change **)b)->path);
}

static int error_name(struct update *u, const char *path)
{
	return repo_error(u->err, ERR_UNABLE, "cannot put '%s' into a tree",
			  path);
}

/* The file @c->path, named @name in this directory. */
static int change_file(struct update *u, git_treebuilder *tb, const char *name,
		       const struct tree_change *c)
{
	const git_tree_entry *entry = git_treebuilder_get(tb, name);
	bool was_dir = entry &&
		       git_tree_entry_filemode(entry) == GIT_FILEMODE_TREE;
	git_oid id;

	if (!c->mode) {
		if (entry && !was_dir && git_treebuilder_remove(tb, name) < 0)
			return error_name(u, c->path);
		return 0;
	}
	if (was_dir)
		return error_set(u->err, ERR_UNABLE,
				 "'%s' cannot be a file: it is a directory with other files",
				 c->path);
	oid_to_git(&id, &c->oid);
	if (git_treebuilder_insert(NULL, tb, name, &id,
				   (git_filemode_t)c->mode) < 0)
		return error_name(u, c->path);
	return 0;
}

static int change_dir(struct update *u, git_tree *base, size_t from, size_t to,
		      size_t prefix, git_oid *out, bool *empty);

/* Changes [from, to) lie in the directory @name of this one. */
static int change_subdir(struct update *u, git_treebuilder *tb,
			 const char *name, size_t from, size_t to,
			 size_t prefix)
{
	const git_tree_entry *entry = git_treebuilder_get(tb, name);
	git_tree *sub = NULL;
	struct oid oid;
	git_oid id;
	bool empty;
	size_t i;
	int ret;

	if (entry && git_tree_entry_filemode(entry) != GIT_FILEMODE_TREE) {
		for (i = from; i < to; i++)
			if (u->changes[i]->mode)
				return error_set(u->err, ERR_UNABLE,
						 "'%s' cannot be made: '%.*s' is not a directory",
						 u->changes[i]->path,
						 (int)(prefix - 1),
						 u->changes[i]->path);
		return 0;
	}
	if (entry) {
		oid_from_git(&oid, git_tree_entry_id(entry));
		ret = repo_tree_get(u->r, &oid, &sub, u->err);
		if (ret)
			return ret;
	}
	ret = change_dir(u, sub, from, to, prefix, &id, &empty);
	git_tree_free(sub);
	if (ret)
		return ret;
	if (!empty)
		ret = git_treebuilder_insert(NULL, tb, name, &id,
					     GIT_FILEMODE_TREE);
	else if (entry)
		ret = git_treebuilder_remove(tb, name);
	return ret < 0 ? error_name(u, u->changes[from]->path) : 0;
}

/* Does the path at @prefix go on with "@name/"? */
static bool is_below(const char *path, size_t prefix, const char *name)
{
	size_t n = strlen(name);

	return !strncmp(path + prefix, name, n) && path[prefix + n] == '/';
}

/*
 * Changes of one name: the file of that name, and what is below it.  What is
 * put comes last, what is taken away first, so that either may become the
 * other.
 */
static int change_name(struct update *u, git_treebuilder *tb, const char *name,
		       size_t from, size_t to, size_t prefix)
{
	const struct tree_change *file = NULL;
	size_t below = prefix + strlen(name) + 1;
	int ret = 0;

	if (!is_below(u->changes[from]->path, prefix, name))
		file = u->changes[from++];
	if (file && !file->mode)
		ret = change_file(u, tb, name, file);
	if (!ret && from < to)
		ret = change_subdir(u, tb, name, from, to, below);
	if (!ret && file && file->mode)
		ret = change_file(u, tb, name, file);
	return ret;
}

static int change_dir(struct update *u, git_tree *base, size_t from, size_t to,
		      size_t prefix, git_oid *out, bool *empty)
{
	git_treebuilder *tb = NULL;
	int ret = 0;

	if (git_treebuilder_new(&tb, u->r->git, base) < 0)
		return repo_error(u->err, ERR_UNABLE, "cannot change a tree");
	while (from < to && !ret) {
		const char *name = u->changes[from]->path + prefix;
		char *first = xstrndup(name, strcspn(name, "/"));
		size_t end = from + 1;

		while (end < to &&
		       is_below(u->changes[end]->path, prefix, first))
			end++;
		ret = change_name(u, tb, first, from, end, prefix);
		free(first);
		from = end;
	}
	*empty = !git_treebuilder_entrycount(tb);
	if (!ret && (!*empty || !prefix) &&
	    git_treebuilder_write(out, tb) < 0)
		ret = repo_error(u->err, ERR_UNABLE,
				 "cannot write to the object store in '%s'",
				 u->r->common_dir);
	git_treebuilder_free(tb);
	return ret;
}

/* Trees are made unchecked (see library_init()), so look at what is put. */
static int check_change(struct repo *r, const struct tree_change *c,
			struct strbuf *err)
{
	char hex[OID_HEX + 1];
	git_oid id;

	if (!path_is_safe(c->path))
		return error_set(err, ERR_UNABLE,
				 "'%s' is not a path that a tree may hold",
				 c->path);
	if (!c->mode || c->mode == GIT_FILEMODE_COMMIT)
		return 0;
	if (c->mode != GIT_FILEMODE_BLOB &&
	    c->mode != GIT_FILEMODE_BLOB_EXECUTABLE &&
	    c->mode != GIT_FILEMODE_LINK)
		BUG("mode %o of '%s'", c->mode, c->path);
	oid_to_git(&id, &c->oid);
	if (git_odb_exists(r->odb, &id))
		return 0;
	oid_hex(&c->oid, hex);
	return error_set(err, ERR_UNABLE,
			 "object '%s' of '%s' is missing from the object store",
			 hex, c->path);
}

int repo_tree_update(struct repo *r, const struct oid *base,
		     const struct tree_change *changes, size_t n,
		     struct oid *out, struct strbuf *err)
{
	struct update u = { .r = r, .err = err };
	git_tree *tree = NULL;
	bool empty;
	git_oid id;
	size_t i;
	int ret;

	u.changes = xcalloc(n + 1, sizeof(*u.changes));
	for (i = 0, ret = 0; i < n && !ret; i++) {
		u.changes[i] = &changes[i];
		ret = check_change(r, &changes[i], err);
	}
	if (ret)
		goto out;
	qsort(u.changes, n, sizeof(*u.changes), change_cmp);
	for (i = 1; i < n; i++)
		if (!strcmp(u.changes[i - 1]->path, u.changes[i]->path))
			BUG("two changes of '%s'", u.changes[i]->path);
	ret = repo_tree_get(r, base, &tree, err);
	if (!ret)
		ret = change_dir(&u, tree, 0, n, 0, &id, &empty);
	if (!ret)
		oid_from_git(out, &id);
	git_tree_free(tree);
out:
	free(u.changes);
	return ret;
}
