/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * test_git: small repositories for tests, made with the git program in a
 * directory of their own, with no settings of the user's or the machine's.
 */
#ifndef TEST_GIT_H
#define TEST_GIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "repo.h"

extern char **environ;

/*
 * libgit2 1.5 loses memory for each regular expression that does not match,
 * so for each setting of a repository of format 1.
 */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libpcre2\n";
}

static char test_dir[64];

/* Before libgit2 sees the environment. */
static inline void test_git_begin(void)
{
	static const char *const set[][2] = {
		{ "GIT_CONFIG_NOSYSTEM", "1" }, { "GIT_ATTR_NOSYSTEM", "1" },
		{ "GIT_AUTHOR_NAME", "A U Thor" },
		{ "GIT_AUTHOR_EMAIL", "author@example.com" },
		{ "GIT_COMMITTER_NAME", "C O Mitter" },
		{ "GIT_COMMITTER_EMAIL", "committer@example.com" },
		{ "LC_ALL", "C" }, { "TZ", "UTC" },
	};
	size_t i;
	char **e;

again:
	for (e = environ; *e; e++) {
		if (!strncmp(*e, "GIT_", 4) || !strncmp(*e, "XDG_", 4) ||
		    !strncmp(*e, "EMAIL=", 6)) {
			char *name = strndup(*e, strcspn(*e, "="));

			unsetenv(name);
			free(name);
			goto again;
		}
	}
	strcpy(test_dir, "/tmp/ratchet-test-XXXXXX");
	if (!mkdtemp(test_dir))
		abort();
	setenv("HOME", test_dir, 1);
	for (i = 0; i < ARRAY_SIZE(set); i++)
		setenv(set[i][0], set[i][1], 1);
}

static inline void test_git_end(void)
{
	if (remove_tree(test_dir, NULL))
		abort();
}

/* Run a shell script in a directory below test_dir; it must succeed. */
static inline PRINTF(2, 3) void sh(const char *dir, const char *fmt, ...)
{
	struct strbuf cmd = STRBUF_INIT;
	va_list ap;
	int ret;

	strbuf_addf(&cmd, "set -e; mkdir -p '%s/%s'; cd '%s/%s'\n", test_dir,
		    dir, test_dir, dir);
	va_start(ap, fmt);
	strbuf_vaddf(&cmd, fmt, ap);
	va_end(ap);
	ret = system(cmd.buf);
	if (ret)
		fail_msg("status %d of: %s", ret, cmd.buf);
	strbuf_release(&cmd);
}

/* What a script prints, as it is. */
static inline PRINTF(3, 4) void sh_out(const char *dir, struct strbuf *out,
				       const char *fmt, ...)
{
	struct strbuf cmd = STRBUF_INIT;
	char piece[4096];
	va_list ap;
	size_t n;
	FILE *f;

	strbuf_addf(&cmd, "set -e; cd '%s/%s'\n", test_dir, dir);
	va_start(ap, fmt);
	strbuf_vaddf(&cmd, fmt, ap);
	va_end(ap);
	f = popen(cmd.buf, "r");
	assert_non_null(f);
	while ((n = fread(piece, 1, sizeof(piece), f)))
		strbuf_add(out, piece, n);
	if (pclose(f))
		fail_msg("failed: %s", cmd.buf);
	strbuf_release(&cmd);
}

/* The object name that a script prints. */
static inline PRINTF(3, 4) void sh_oid(const char *dir, struct oid *out,
				       const char *fmt, ...)
{
	struct strbuf text = STRBUF_INIT, cmd = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&cmd, fmt, ap);
	va_end(ap);
	sh_out(dir, &text, "%s", cmd.buf);
	if (text.len < OID_HEX)
		fail_msg("no object name from: %s", cmd.buf);
	oid_parse(text.buf, out);
	strbuf_release(&text);
	strbuf_release(&cmd);
}

static inline void assert_oid(const struct oid *got, const struct oid *want)
{
	char a[OID_HEX + 1], b[OID_HEX + 1];

	oid_hex(got, a);
	oid_hex(want, b);
	assert_string_equal(a, b);
}

static inline struct repo *open_ok(const char *dir)
{
	char *path = xasprintf("%s/%s", test_dir, dir);
	struct strbuf err = STRBUF_INIT;
	struct repo *r;

	if (repo_open(&r, path, &err))
		fail_msg("%s", err.buf);
	free(path);
	strbuf_release(&err);
	return r;
}

static inline void has_text(const struct strbuf *err, const char *text)
{
	if (!strstr(err->buf, text))
		fail_msg("'%s' does not say '%s'", err->buf, text);
}

#endif
