/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kbuild_decided: what changed since make saved a command, so that it may save
 * another one now?  Make files decide about the commands of their part of the tree,
 * the top one and scripts/ about all, and symbols of the configuration about
 * the parts whose make files name them.  For each part there is a file that is as
 * old as the last change that decides about it: O=/.ratchet/decided/PART.
 */
#include "kbuild_priv.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define EVERYTHING "all"
#define LAST "last"		/* as old as the youngest of them */

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_makefile(const char *path)
{
	const char *name = base_name(path);

	return starts_with(name, "Makefile") || starts_with(name, "Kbuild");
}

/* Programs that the build runs are made of what is there. */
static bool is_of_the_build(const char *path)
{
	return starts_with(path, "scripts/") || starts_with(path, "usr/") ||
	       (starts_with(path, "tools/") &&
		!starts_with(path, "tools/testing/"));
}

/*
 * The part of the tree that a file below it decides about: two directories
 * deep ("drivers/gpu"), as make files include others; yours to free().
 */
static char *part_of(const char *path)
{
	const char *first = strchr(path, '/');
	const char *second = first ? strchr(first + 1, '/') : NULL;
	char *part;

	if (!first || is_of_the_build(path) || starts_with(path, "include/") ||
	    (starts_with(path, "arch/") && second && !strchr(second + 1, '/')))
		return xstrdup(EVERYTHING);
	if (!second)
		return xstrndup(path, first - path);
	part = xstrndup(path, second - path);
	part[first - path] = ',';
	return part;
}

/* Programs that run in the build have .cmd files without ".o". */
static bool is_of_a_program(const struct kbuild *k, const char *path)
{
	const char *name = base_name(path);
	char *cmd = xasprintf("%s/%.*s.%.*s.cmd", k->output,
			      (int)(name - path), path,
			      (int)strlen(name) - 2, name);
	bool there = !access(cmd, F_OK);

	free(cmd);
	return there;
}

/* C that the kernel is compiled from decides about no command. */
static bool is_plain_c(const struct kbuild *k, const char *path)
{
	return (ends_with(path, ".c") || ends_with(path, ".h")) &&
	       !is_of_the_build(path) && !is_of_a_program(k, path);
}

static char *stamp_path(const struct kbuild *k, const char *part)
{
	return xasprintf("%s/.ratchet/decided/%s", k->output, part);
}

static int decide(struct kbuild *k, const char *part, struct strbuf *err)
{
	char *path = stamp_path(k, part), *last = stamp_path(k, LAST);
	int ret = mkdirs_for(path, err);

	if (!ret)
		ret = file_write(path, "", 0, 0644, err);
	if (!ret)
		ret = file_write(last, "", 0, 0644, err);
	if (!ret)
		ret = kbuild_unsettle(k, err);
	free(path);
	free(last);
	return ret;
}

void kbuild_last_decided(const struct kbuild *k, struct timespec *when)
{
	char *last = stamp_path(k, LAST);
	struct stat st;

	memset(when, 0, sizeof(*when));
	if (!stat(last, &st))
		*when = st.st_mtim;
	free(last);
}

static char *named_path(const struct kbuild *k)
{
	return kbuild_own_path(k, "named");
}

static int forget_named(const struct kbuild *k, struct strbuf *err)
{
	char *path = named_path(k);
	int ret = 0;

	if (unlink(path) && errno != ENOENT)
		ret = error_set(err, ERR_UNABLE, "cannot remove '%s': %s", path,
				strerror(errno));
	free(path);
	return ret;
}

int kbuild_changed(struct kbuild *k, const char *path, struct strbuf *err)
{
	char *part;
	int ret = 0;

	if (!path || is_makefile(path))
		ret = forget_named(k, err);
	if (!path && !ret)
		ret = decide(k, EVERYTHING, err);
	if (!path || ret)
		return ret;
	if (is_plain_c(k, path) || starts_with(path, "Documentation/"))
		return 0;
	/* what comes of it is seen when the configuration is made */
	if (starts_with(base_name(path), "Kconfig"))
		return kbuild_unsettle(k, err);
	part = part_of(path);
	ret = decide(k, part, err);
	free(part);
	return ret;
}

static bool decided_since(const struct kbuild *k, const char *part,
			  const struct stat *cmd)
{
	char *path = stamp_path(k, part);
	struct stat st;
	bool is = !stat(path, &st) && kbuild_is_newer(&st, cmd);

	free(path);
	return is;
}

bool kbuild_cmd_holds_at(const struct kbuild *k, const char *cmd,
			 const char *source)
{
	char *part = part_of(source);
	char *all = stamp_path(k, EVERYTHING);
	/* "drivers" holds for "drivers/gpu", too */
	char *top = xstrndup(source, strcspn(source, "/"));
	struct stat st;
	/* where nothing is known of changes, nothing holds */
	bool ok = !access(all, F_OK) && !stat(cmd, &st) &&
		  !decided_since(k, EVERYTHING, &st) &&
		  !decided_since(k, top, &st) && !decided_since(k, part, &st);

	free(all);
	free(part);
	free(top);
	return ok;
}

bool kbuild_cmd_holds(const struct kbuild *k, const char *source)
{
	char *cmd = kbuild_cmd_path(k, source);
	bool ok = kbuild_cmd_holds_at(k, cmd, source);

	free(cmd);
	return ok;
}

/* ---- another configuration ---- */

/* "X=..." of each line, sorted; what is not set is not there */
static void read_values(const char *config, struct strvec *out)
{
	for (const char *s = config; *s; s += strcspn(s, "\n"), s += *s == '\n')
		if (starts_with(s, "CONFIG_"))
			strvec_pushn(out, s + 7, strcspn(s + 7, "\n"));
	strvec_sort_uniq(out);
}

/* The symbols of the lines that only @a has. */
static void only_in(const struct strvec *a, const struct strvec *b,
		    struct strvec *symbols)
{
	for (size_t i = 0; i < a->nr; i++)
		if (!strvec_has_sorted(b, a->v[i]))
			strvec_pushn(symbols, a->v[i], strcspn(a->v[i], "="));
}

void kbuild_config_diff(const char *before, const char *after,
			struct strvec *symbols)
{
	struct strvec a = STRVEC_INIT, b = STRVEC_INIT;

	read_values(before, &a);
	read_values(after, &b);
	only_in(&a, &b, symbols);
	only_in(&b, &a, symbols);
	strvec_sort_uniq(symbols);
	strvec_release(&a);
	strvec_release(&b);
}

#define ANY "*"		/* of what cannot be read */

/* "PART SYMBOL" of each symbol that the make file names. */
static void add_named(const char *path, size_t skip, struct strvec *out)
{
	char *part = part_of(path + skip);
	struct strbuf text = STRBUF_INIT;

	if (file_read(path, &text, NULL))
		strvec_pushf(out, "%s " ANY, part);
	for (const char *s = text.buf; (s = strstr(s, "CONFIG_")); ) {
		size_t n = 0;

		s += strlen("CONFIG_");
		while (is_word_char(s[n]))
			n++;
		strvec_pushf(out, "%s %.*s", part, (int)n, s);
		s += n;
	}
	strbuf_release(&text);
	free(part);
}

static int read_makefiles(const struct kbuild *k, struct strvec *named,
			  struct strbuf *err)
{
	char *roots[] = { k->source, NULL };
	FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR | FTS_NOSTAT,
			    NULL);
	size_t skip = strlen(k->source) + 1;
	FTSENT *e;

	while (fts && (e = fts_read(fts)))
		if ((e->fts_info == FTS_F || e->fts_info == FTS_NSOK) &&
		    is_makefile(e->fts_path + skip))
			add_named(e->fts_path, skip, named);
	if (!fts)
		return error_set(err, ERR_UNABLE, "cannot read '%s': %s",
				 k->source, strerror(errno));
	fts_close(fts);
	strvec_sort_uniq(named);
	return 0;
}

/*
 * What make files name is kept until one of them changes: to look for them takes
 * a look at each directory of the tree.
 */
static int find_named(const struct kbuild *k, struct strvec *named,
		      struct strbuf *err)
{
	char *path = named_path(k);
	struct strbuf text = STRBUF_INIT;
	int ret = 0;

	if (file_read(path, &text, NULL)) {
		ret = read_makefiles(k, named, err);
		for (size_t i = 0; i < named->nr; i++)
			strbuf_addf(&text, "%s\n", named->v[i]);
		if (!ret)
			ret = file_write(path, text.buf, text.len, 0644, err);
	} else {
		for (const char *s = text.buf; *s; s += strcspn(s, "\n") + 1)
			strvec_pushn(named, s, strcspn(s, "\n"));
	}
	strbuf_release(&text);
	free(path);
	return ret;
}

/* The parts of the tree whose make files name one of @symbols. */
static int find_parts(const struct kbuild *k, const struct strvec *symbols,
		      struct strvec *parts, struct strbuf *err)
{
	struct strvec named = STRVEC_INIT;
	int ret = find_named(k, &named, err);

	for (size_t i = 0; i < named.nr && !ret; i++) {
		const char *blank = strchr(named.v[i], ' ');

		if (!strcmp(blank + 1, ANY) ||
		    strvec_has_sorted(symbols, blank + 1))
			strvec_pushn(parts, named.v[i], blank - named.v[i]);
	}
	strvec_sort_uniq(parts);
	strvec_release(&named);
	return ret;
}

int kbuild_config_changed(struct kbuild *k, const char *before,
			  const char *after, struct strbuf *err)
{
	struct strvec symbols = STRVEC_INIT, parts = STRVEC_INIT;
	int ret = 0;

	kbuild_config_diff(before, after, &symbols);
	if (symbols.nr)
		ret = find_parts(k, &symbols, &parts, err);
	for (size_t i = 0; i < parts.nr && !ret; i++)
		ret = decide(k, parts.v[i], err);
	if (!ret && symbols.nr)
		ret = kbuild_unsettle(k, err);
	strvec_release(&symbols);
	strvec_release(&parts);
	return ret;
}
