/* SPDX-License-Identifier: GPL-2.0-only */
/* repo_import: a directory as a repository of its own. */
#include "repo.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "repo_priv.h"

/* Deeper than any source; a hostile one must not end our stack. */
#define DEPTH_MAX 256

static int import_dir(struct repo *r, const char *dir, int depth,
		      git_oid *tree, struct strbuf *err);

static int import_link(struct repo *r, const char *path, struct oid *oid,
		       struct strbuf *err)
{
	char target[PATH_MAX];
	ssize_t n = readlink(path, target, sizeof(target));

	if (n < 0 || n == sizeof(target))
		return error_set(err, ERR_UNABLE, "cannot read link '%s'", path);
	return repo_blob_write(r, target, n, oid, err);
}

static int import_file(struct repo *r, const char *path, struct oid *oid,
		       struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	int ret = file_read(path, &text, err);

	if (!ret)
		ret = repo_blob_write(r, text.buf, text.len, oid, err);
	strbuf_release(&text);
	return ret;
}

/* What is no file, directory or link is left out, as git does. */
static int import_entry(struct repo *r, const char *path, const char *name,
			int depth, git_treebuilder *out, struct strbuf *err)
{
	git_filemode_t mode = GIT_FILEMODE_BLOB;
	struct oid oid;
	struct stat st;
	git_oid id;
	int ret;

	if (lstat(path, &st) < 0)
		return error_set(err, ERR_UNABLE, "'%s': %s", path,
				 strerror(errno));
	if (S_ISDIR(st.st_mode)) {
		mode = GIT_FILEMODE_TREE;
		ret = import_dir(r, path, depth + 1, &id, err);
	} else if (S_ISLNK(st.st_mode) || S_ISREG(st.st_mode)) {
		if (S_ISLNK(st.st_mode))
			mode = GIT_FILEMODE_LINK;
		else if (st.st_mode & 0100)
			mode = GIT_FILEMODE_BLOB_EXECUTABLE;
		ret = S_ISLNK(st.st_mode) ? import_link(r, path, &oid, err) :
					    import_file(r, path, &oid, err);
		if (!ret)
			oid_to_git(&id, &oid);
	} else {
		return 0;
	}
	if (!ret && git_treebuilder_insert(NULL, out, name, &id, mode) < 0)
		ret = repo_error(err, ERR_UNABLE, "cannot take in '%s'", path);
	return ret;
}

static int import_dir(struct repo *r, const char *dir, int depth,
		      git_oid *tree, struct strbuf *err)
{
	git_treebuilder *out = NULL;
	struct dirent *entry;
	int ret = 0;
	DIR *d;

	if (depth > DEPTH_MAX)
		return error_set(err, ERR_UNABLE, "'%s' is too deep", dir);
	d = opendir(dir);
	if (!d)
		return error_set(err, ERR_UNABLE, "'%s': %s", dir,
				 strerror(errno));
	if (git_treebuilder_new(&out, r->git, NULL) < 0)
		ret = repo_error(err, ERR_UNABLE, "cannot take in '%s'", dir);
	while (!ret && (entry = readdir(d))) {
		char *path = xasprintf("%s/%s", dir, entry->d_name);

		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..") &&
		    strcmp(entry->d_name, ".git"))
			ret = import_entry(r, path, entry->d_name, depth, out,
					   err);
		free(path);
	}
	closedir(d);
	if (!ret && git_treebuilder_write(tree, out) < 0)
		ret = repo_error(err, ERR_UNABLE, "cannot take in '%s'", dir);
	git_treebuilder_free(out);
	return ret;
}

int repo_import(struct repo **out, const char *git_dir, const char *dir,
		struct oid *tree, struct strbuf *err)
{
	git_repository *git;
	git_oid id;
	int ret;

	*out = NULL;
	git_libgit2_init();
	if (!access(git_dir, F_OK) && !repo_open(out, git_dir, err)) {
		ret = import_dir(*out, dir, 0, &id, err);
		goto out;
	}
	ret = git_repository_init(&git, git_dir, true) < 0 ?
		      repo_error(err, ERR_UNABLE,
				 "cannot make a repository in '%s'", git_dir) :
		      0;
	if (!ret) {
		git_repository_free(git);
		ret = repo_open(out, git_dir, err);
	}
	if (!ret)
		ret = import_dir(*out, dir, 0, &id, err);
out:
	if (!ret)
		oid_from_git(tree, &id);
	git_libgit2_shutdown();
	return ret;
}
