/* SPDX-License-Identifier: GPL-2.0-only */
/* Cases as they are on disk. */
#include "testcase.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WHERE "drivers/case"

static void add_file(struct test_files *f, const char *path,
		     struct strbuf *text)
{
	ALLOC_GROW(f->v, f->nr + 1, f->alloc);
	f->v[f->nr].path = xstrdup(path);
	strbuf_init(&f->v[f->nr].text);
	strbuf_swap(&f->v[f->nr++].text, text);
}

static void add_line(struct test_lines *l, char *place, const char *text)
{
	ALLOC_GROW(l->v, l->nr + 1, l->alloc);
	l->v[l->nr].place = place;
	l->v[l->nr++].text = xstrdup(text);
}

/* The tree's path of a file that a line of @in names, in directory case @c. */
static char *path_in_case(const struct testcase *c, const char *name)
{
	return starts_with(name, "tree/") ? xstrdup(name + strlen("tree/")) :
					    xasprintf(WHERE "/%s/%s", c->name,
						      name);
}

/*
 * "PLACE: text" lines; @path: what PLACE is a line of; NULL: it names a file of
 * the case itself, or is "error", of the step as a whole.
 */
static int take_lines(struct testcase *c, struct test_lines *l,
		      const char *file, struct strbuf *text, const char *path,
		      struct strbuf *err)
{
	unsigned nr = 0;

	for (char *p = text->buf, *next; *p; p = next) {
		char *end = p + strcspn(p, "\n"), *colon;

		next = end + (*end != '\0');
		*end = '\0';
		nr++;
		colon = strstr(p, ": ");
		if (!colon)
			return error_set(err, ERR_UNABLE,
					 "%s:%u: it must be 'LINE: part of the reason'",
					 file, nr);
		*colon = '\0';
		add_line(l, !path && !strcmp(p, "error") ? xstrdup(TEST_NOWHERE) :
			    path ? xasprintf("%s:%s", path, p) :
				   path_in_case(c, p), colon + 2);
	}
	return 0;
}

/* Does the name end in .SUFFIX?  Then @stem is what stands before it. */
static bool has_suffix(const char *name, const char *suffix, char **stem)
{
	if (!ends_with(name, suffix))
		return false;
	*stem = xstrndup(name, strlen(name) - strlen(suffix));
	return true;
}

/* @base: the directory of the case, or the step's for a case of one file. */
static bool exists(const char *dir, const char *name)
{
	char *path = xasprintf("%s/%s", dir, name);
	bool yes = !access(path, F_OK);

	free(path);
	return yes;
}

/* File @name, from @dir, is @path in the tree. */
static int take_file(struct testcase *c, const char *dir, const char *name,
		     const char *prefix, bool single, struct strbuf *err)
{
	char *file = xasprintf("%s/%s", dir, name), *stem = NULL, *path = NULL;
	struct strbuf text = STRBUF_INIT;
	int ret = file_read(file, &text, err);

	if (ret)
		goto out;
	if (has_suffix(name, ".res", &stem)) {
		path = xasprintf("%s%s%s", prefix, stem,
				 exists(dir, stem) ? "" : ".c");
		add_file(&c->after, path, &text);
	} else if (has_suffix(name, ".left", &stem)) {
		path = xasprintf("%s%s.c", prefix, stem);
		ret = take_lines(c, &c->left, file, &text, path, err);
	} else if (has_suffix(name, ".refused", &stem)) {
		path = xasprintf("%s%s.c", prefix, stem);
		ret = take_lines(c, &c->refused, file, &text, path, err);
	} else if (!single && !strcmp(name, "refused")) {
		ret = take_lines(c, &c->refused, file, &text, NULL, err);
	} else {
		path = xasprintf("%s%s", prefix, name);
		add_file(&c->before, path, &text);
	}
out:
	strbuf_release(&text);
	free(file);
	free(stem);
	free(path);
	return ret;
}

static int names_in(const char *dir, struct strvec *names, struct strbuf *err)
{
	struct dirent *entry;
	DIR *d = opendir(dir);

	if (!d)
		return error_set(err, errno == ENOENT ? ERR_NOT_FOUND :
							ERR_UNABLE,
				 "'%s': %s", dir, strerror(errno));
	while ((entry = readdir(d)))
		if (*entry->d_name != '.')
			strvec_push(names, entry->d_name);
	closedir(d);
	strvec_sort_uniq(names);
	return 0;
}

static bool is_directory(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

/* @below: in the case, "" or "a/b/". */
static int take_directory(struct testcase *c, const char *dir,
			  const char *below, struct strbuf *err)
{
	struct strvec names = STRVEC_INIT;
	char *prefix = starts_with(below, "tree/") ?
			       xstrdup(below + strlen("tree/")) :
			       xasprintf(WHERE "/%s/%s", c->name, below);
	int ret = names_in(dir, &names, err);

	for (size_t i = 0; i < names.nr && !ret; i++) {
		char *path = xasprintf("%s/%s", dir, names.v[i]);
		char *deeper = xasprintf("%s%s/", below, names.v[i]);

		if (is_directory(path))
			ret = take_directory(c, path, deeper, err);
		else
			ret = take_file(c, dir, names.v[i], prefix, false, err);
		free(path);
		free(deeper);
	}
	strvec_release(&names);
	free(prefix);
	return ret;
}

/* A result that is of no file would never be looked at. */
static int check_results(const struct testcase *c, const char *dir,
			 struct strbuf *err)
{
	for (size_t i = 0; i < c->after.nr; i++) {
		const char *path = c->after.v[i].path;
		size_t k = 0;

		while (k < c->before.nr && strcmp(c->before.v[k].path, path))
			k++;
		if (k == c->before.nr)
			return error_set(err, ERR_UNABLE,
					 "%s: a result for '%s', which is no file of the case",
					 dir, path);
	}
	return 0;
}

static int take_single(struct testcase *c, const char *dir, struct strbuf *err)
{
	static const char *const suffixes[] = { ".c", ".res", ".refused",
						".left" };
	int ret = 0;

	for (size_t i = 0; i < ARRAY_SIZE(suffixes) && !ret; i++) {
		char *name = xasprintf("%s%s", c->name, suffixes[i]);

		if (exists(dir, name))
			ret = take_file(c, dir, name, WHERE "/", true, err);
		free(name);
	}
	return ret;
}

static struct testcase *add_case(struct testcases *t, char *name)
{
	struct testcase *c;

	ALLOC_GROW(t->v, t->nr + 1, t->alloc);
	c = &t->v[t->nr++];
	memset(c, 0, sizeof(*c));
	c->name = name;
	strbuf_init(&c->wrong);
	strbuf_init(&c->became);
	return c;
}

/* What a case wants, of a file that it does not have, would never be looked at. */
static int check_single(const char *dir, const char *name, struct strbuf *err)
{
	static const char *const suffixes[] = { ".res", ".refused", ".left" };
	int ret = 0;

	for (size_t i = 0; i < ARRAY_SIZE(suffixes) && !ret; i++) {
		char *stem, *file;

		if (!has_suffix(name, suffixes[i], &stem))
			continue;
		file = xasprintf("%s.c", stem);
		if (!exists(dir, file))
			ret = error_set(err, ERR_UNABLE,
					"'%s/%s' belongs to no case: there is no '%s' beside it",
					dir, name, file);
		free(file);
		free(stem);
	}
	return ret;
}

int testcases_read(struct testcases *t, const char *dir, struct strbuf *err)
{
	struct strvec names = STRVEC_INIT;
	int ret = names_in(dir, &names, err);

	memset(t, 0, sizeof(*t));
	for (size_t i = 0; i < names.nr && !ret; i++) {
		char *path = xasprintf("%s/%s", dir, names.v[i]), *stem;

		if (is_directory(path)) {
			struct testcase *c = add_case(t, xstrdup(names.v[i]));

			ret = take_directory(c, path, "", err);
			if (!ret)
				ret = check_results(c, path, err);
		} else if (has_suffix(names.v[i], ".c", &stem)) {
			ret = take_single(add_case(t, stem), dir, err);
		} else {
			ret = check_single(dir, names.v[i], err);
		}
		free(path);
	}
	strvec_release(&names);
	return ret;
}

static void release_files(struct test_files *f)
{
	for (size_t i = 0; i < f->nr; i++) {
		free(f->v[i].path);
		strbuf_release(&f->v[i].text);
	}
	free(f->v);
}

static void release_lines(struct test_lines *l)
{
	for (size_t i = 0; i < l->nr; i++) {
		free(l->v[i].place);
		free(l->v[i].text);
	}
	free(l->v);
}

void testcases_release(struct testcases *t)
{
	for (size_t i = 0; i < t->nr; i++) {
		struct testcase *c = &t->v[i];

		free(c->name);
		release_files(&c->before);
		release_files(&c->after);
		release_lines(&c->refused);
		release_lines(&c->left);
		strbuf_release(&c->wrong);
		strbuf_release(&c->became);
	}
	free(t->v);
	memset(t, 0, sizeof(*t));
}
