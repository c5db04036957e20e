/* SPDX-License-Identifier: GPL-2.0-only */
#include "rewrite_build.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kbuild.h"
#include "tempfile.h"

/* Deeper than any driver. */
#define DEPTH_MAX 64

/* What a build leaves, what is git's, and what --in-place kept. */
static bool is_left_out(const char *name)
{
	return !strcmp(name, ".") || !strcmp(name, "..") ||
	       !strcmp(name, ".git") || ends_with(name, ".orig") ||
	       kbuild_leaves(name);
}

static int copy_link(const char *from, const char *to, struct strbuf *err)
{
	char target[PATH_MAX];
	ssize_t n = readlink(from, target, sizeof(target) - 1);

	if (n < 0)
		return error_set(err, ERR_UNABLE, "'%s': %s", from,
				 strerror(errno));
	target[n] = 0;
	if (symlink(target, to) < 0)
		return error_set(err, ERR_UNABLE, "'%s': %s", to,
				 strerror(errno));
	return 0;
}

static int copy_dir(const char *from, const char *to, int depth,
		    struct strbuf *err);

static int copy_entry(const char *from, const char *to, int depth,
		      struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	struct stat st;
	int ret = 0;

	if (lstat(from, &st) < 0)
		return error_set(err, ERR_UNABLE, "'%s': %s", from,
				 strerror(errno));
	if (S_ISDIR(st.st_mode))
		return copy_dir(from, to, depth + 1, err);
	if (S_ISLNK(st.st_mode))
		return copy_link(from, to, err);
	if (S_ISREG(st.st_mode)) {
		ret = file_read(from, &text, err);
		if (!ret)
			ret = file_write(to, text.buf, text.len,
					 st.st_mode & 0777, err);
		strbuf_release(&text);
	}
	return ret;
}

static int copy_dir(const char *from, const char *to, int depth,
		    struct strbuf *err)
{
	struct dirent *entry;
	int ret = mkdirs(to, err);
	DIR *dir;

	if (ret)
		return ret;
	dir = depth > DEPTH_MAX ? NULL : opendir(from);
	if (!dir)
		return error_set(err, ERR_UNABLE, "'%s': %s", from,
				 depth > DEPTH_MAX ? "too deep" :
						     strerror(errno));
	while (!ret && (entry = readdir(dir))) {
		char *a = xasprintf("%s/%s", from, entry->d_name);
		char *b = xasprintf("%s/%s", to, entry->d_name);

		if (!is_left_out(entry->d_name))
			ret = copy_entry(a, b, depth, err);
		free(a);
		free(b);
	}
	closedir(dir);
	return ret;
}

static int write_texts(const struct driver *d, const struct strbuf *texts,
		       const char *dir, struct strbuf *err)
{
	int ret = 0;

	for (size_t i = 0; i < d->nr && texts && !ret; i++) {
		char *path = xasprintf("%s/%s", dir, d->files[i].path);

		ret = file_write(path, texts[i].buf, texts[i].len,
				 d->files[i].mode, err);
		free(path);
	}
	return ret;
}

int rewrite_build(struct engine *e, const struct driver *d,
		  const struct strbuf *texts, const char *kdir,
		  struct rewrite_build *out, struct strbuf *err)
{
	struct strvec sources = STRVEC_INIT;
	struct strbuf stamp = STRBUF_INIT;
	struct kbuild k;
	char *dir;
	int ret;

	memset(out, 0, sizeof(*out));
	strvec_init(&out->made.modules);
	out->before = !texts;
	dir = scratch_mkdir("module", err);
	if (!dir)
		return ERR_UNABLE;
	ret = kbuild_init_module(&k, kdir, dir, "", e->home, err);
	k.jobs = e->jobs;
	if (!ret)
		out->kdir = xstrdup(k.kdir);
	if (!ret)
		ret = copy_dir(d->root, dir, 0, err);
	if (!ret)
		ret = write_texts(d, texts, dir, err);
	for (size_t i = 0; i < d->nr; i++)
		if (ends_with(d->files[i].path, ".c"))
			strvec_push(&sources, d->files[i].path);
	if (!ret)
		ret = kbuild_module_stamp(&k, &stamp, err);
	if (!ret)
		ret = kbuild_module(&k, &sources, &out->made, err);
	kbuild_release(&k);
	strvec_release(&sources);
	strbuf_release(&stamp);
	remove_tree(dir, NULL);
	free(dir);
	return ret;
}

void rewrite_build_release(struct rewrite_build *b)
{
	module_build_release(&b->made);
	free(b->kdir);
	memset(b, 0, sizeof(*b));
}
