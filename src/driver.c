/* SPDX-License-Identifier: GPL-2.0-only */
#include "driver.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "csource.h"
#include "driver_priv.h"
#include "view.h"

#define DEPTH_MAX 64
#define FILE_MAX (8 << 20)

bool driver_is_directory(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

void driver_release(struct driver *d)
{
	for (size_t i = 0; i < d->nr; i++) {
		free(d->files[i].path);
		strbuf_release(&d->files[i].text);
	}
	free(d->files);
	free(d->name);
	free(d->prefix);
	free(d->root);
	strvec_release(&d->include_dirs);
	strvec_release(&d->symbols);
	strvec_release(&d->skipped);
	memset(d, 0, sizeof(*d));
}

struct driver_file *driver_find(const struct driver *d, const char *path)
{
	for (size_t i = 0; i < d->nr; i++)
		if (!strcmp(d->files[i].path, path))
			return &d->files[i];
	return NULL;
}

static void skip(struct driver *d, const char *path, const char *why)
{
	strvec_pushf(&d->skipped, "%s: %s", path, why);
}

static int add_file(struct driver *d, const char *path, const char *full,
		    const struct stat *st, struct strbuf *err)
{
	struct driver_file *f;

	if (!path_is_safe(path)) {
		skip(d, path, "its name cannot be one of a tree");
		return 0;
	}
	if (st->st_size > FILE_MAX) {
		skip(d, path, "it is too large for source");
		return 0;
	}
	ALLOC_GROW(d->files, d->nr + 1, d->alloc);
	f = &d->files[d->nr];
	strbuf_init(&f->text);
	if (file_read(full, &f->text, err)) {
		strbuf_release(&f->text);
		return ERR_UNABLE;
	}
	f->path = xstrdup(path);
	f->mode = st->st_mode & 0777;
	d->nr++;
	if (memchr(f->text.buf, 0, f->text.len)) {
		skip(d, path, "it holds a NUL byte");
		free(f->path);
		strbuf_release(&f->text);
		d->nr--;
	}
	return 0;
}

/* What a build leaves. */
static bool is_generated(const char *name)
{
	return ends_with(name, ".mod.c") || *name == '.';
}

/* C, and the Kconfig files that some drivers have. */
static bool is_wanted(const char *name)
{
	return (is_c_file(name) && !is_generated(name)) ||
	       (starts_with(name, "Kconfig") && !ends_with(name, ".orig") &&
		!ends_with(name, "~"));
}

static int read_dir(struct driver *d, const char *below, int depth,
		    struct strbuf *err)
{
	char *full = *below ? xasprintf("%s/%s", d->root, below) :
			      xstrdup(d->root);
	struct dirent *entry;
	int ret = 0;
	DIR *dir = depth > DEPTH_MAX ? NULL : opendir(full);

	if (!dir)
		ret = error_set(err, ERR_UNABLE, "'%s': %s", full,
				depth > DEPTH_MAX ? "too deep" :
						    strerror(errno));
	while (!ret && (entry = readdir(dir))) {
		const char *name = entry->d_name;
		char *path = *below ? xasprintf("%s/%s", below, name) :
				      xstrdup(name);
		char *here = xasprintf("%s/%s", d->root, path);
		struct stat st;

		if (*name == '.' || lstat(here, &st) < 0)
			;
		else if (S_ISDIR(st.st_mode))
			ret = read_dir(d, path, depth + 1, err);
		else if (S_ISLNK(st.st_mode) && is_wanted(name))
			skip(d, path, "a link is not followed");
		else if (S_ISREG(st.st_mode) && is_wanted(name))
			ret = add_file(d, path, here, &st, err);
		free(here);
		free(path);
	}
	if (dir)
		closedir(dir);
	free(full);
	return ret;
}

/* ---- single files, and their headers ---- */

static int add_if_there(struct driver *d, const char *path, bool must,
			struct strbuf *err)
{
	char *full = xasprintf("%s/%s", d->root, path);
	struct stat st;
	int ret = 0;

	if (driver_find(d, path))
		;
	else if (lstat(full, &st) < 0)
		ret = must ? error_set(err, ERR_UNABLE, "'%s': %s", full,
				       strerror(errno)) : 0;
	else if (S_ISREG(st.st_mode))
		ret = add_file(d, path, full, &st, err);
	else if (must)
		ret = error_set(err, ERR_UNABLE, "'%s' is no regular file",
				full);
	free(full);
	return ret;
}

/* The names in #include "..." lines of a file. */
static void quoted_includes(const struct driver_file *f, struct strvec *names)
{
	for (const char *p = f->text.buf; *p; p += *p == '\n') {
		const char *s = p + strspn(p, " \t");

		if (*s == '#') {
			s++;
			s += strspn(s, " \t");
			if (starts_with(s, "include")) {
				s += strlen("include");
				s += strspn(s, " \t");
				if (*s == '"' && s[1 + strcspn(s + 1, "\"\n")] == '"')
					strvec_pushn(names, s + 1,
						     strcspn(s + 1, "\"\n"));
			}
		}
		p += strcspn(p, "\n");
	}
}

static int add_headers(struct driver *d, struct strbuf *err)
{
	int ret = 0;

	for (size_t i = 0; i < d->nr && !ret; i++) {
		struct strvec names = STRVEC_INIT;

		quoted_includes(&d->files[i], &names);
		for (size_t k = 0; k < names.nr && !ret; k++) {
			struct strbuf path = STRBUF_INIT;

			if (include_path(d->files[i].path, names.v[k],
					 strlen(names.v[k]), &path))
				ret = add_if_there(d, path.buf, false, err);
			strbuf_release(&path);
		}
		strvec_release(&names);
	}
	return ret;
}

/* The longest directory that all paths are in. */
static char *common_dir(const struct strvec *paths)
{
	const char *first = paths->v[0];
	size_t n = strlen(first);

	for (size_t i = 0; i < paths->nr; i++) {
		size_t k = 0;

		while (k < n && paths->v[i][k] == first[k])
			k++;
		n = k;
	}
	while (n && first[n - 1] != '/')
		n--;
	return n > 1 ? xstrndup(first, n - 1) : xstrdup(n ? "/" : ".");
}

static int read_files(struct driver *d, const struct strvec *paths,
		      struct strbuf *err)
{
	struct strvec full = STRVEC_INIT;
	int ret = 0;

	for (size_t i = 0; i < paths->nr && !ret; i++) {
		char *real = realpath(paths->v[i], NULL);

		if (!real)
			ret = error_set(err, ERR_UNABLE, "'%s': %s",
					paths->v[i], strerror(errno));
		else if (!is_c_file(real))
			ret = error_set(err, ERR_UNABLE,
					"'%s' is no C file", paths->v[i]);
		else
			strvec_push(&full, real);
		free(real);
	}
	if (!ret)
		d->root = common_dir(&full);
	for (size_t i = 0; i < full.nr && !ret; i++)
		ret = add_if_there(d, full.v[i] + strlen(d->root) +
				      (d->root[1] != 0), true, err);
	if (!ret)
		ret = add_headers(d, err);
	strvec_release(&full);
	return ret;
}

static int by_path(const void *a, const void *b)
{
	const struct driver_file *x = a, *y = b;

	return strcmp(x->path, y->path);
}

int driver_read(struct driver *d, const struct strvec *paths,
		const struct strvec *include_dirs, struct strbuf *err)
{
	int ret;

	memset(d, 0, sizeof(*d));
	strvec_init(&d->include_dirs);
	strvec_init(&d->symbols);
	strvec_init(&d->skipped);
	d->name = xstrdup(paths->v[0]);
	d->prefix = xstrdup("");
	if (driver_is_directory(paths->v[0])) {
		d->root = realpath(paths->v[0], NULL);
		ret = d->root ? read_dir(d, "", 0, err) :
		      error_set(err, ERR_UNABLE, "'%s': %s", paths->v[0],
				strerror(errno));
	} else {
		ret = read_files(d, paths, err);
	}
	if (!ret && !d->nr)
		ret = error_set(err, ERR_UNABLE, "no C file in '%s'",
				paths->v[0]);
	if (d->nr)
		qsort(d->files, d->nr, sizeof(*d->files), by_path);
	for (size_t i = 0; i < include_dirs->nr && !ret; i++)
		ret = driver_add_include_dir(d, include_dirs->v[i], true, err);
	if (!ret)
		driver_read_flags(d);
	return ret;
}
