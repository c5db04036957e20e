/* SPDX-License-Identifier: GPL-2.0-only */
#include "unifdef.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tempfile.h"

#define TIMEOUT_MS 60000
#define MEMORY ((uint64_t)1 << 30)

/* 0: nothing changed, 1: something did. */
static bool ended_well(const struct child *c)
{
	return c->end == CHILD_EXITED && (c->code == 0 || c->code == 1);
}

static size_t line_at(const struct strbuf *sb, size_t at)
{
	const char *nl = memchr(sb->buf + at, '\n', sb->len - at);

	return nl ? (size_t)(nl - sb->buf) + 1 - at : sb->len - at;
}

static bool is_directive(const char *s, size_t n)
{
	while (n && (*s == ' ' || *s == '\t')) {
		s++;
		n--;
	}
	return n && *s == '#';
}

/* A line is as it was, or empty, or a directive that was one before. */
static bool can_be(const struct strbuf *in, const struct strbuf *out)
{
	size_t i = 0, k = 0;

	while (i < in->len && k < out->len) {
		size_t n = line_at(in, i), m = line_at(out, k);
		bool same = n == m && !memcmp(in->buf + i, out->buf + k, n);
		bool empty = m && strspn(out->buf + k, "\r\n") >= m;

		if (!same && !empty &&
		    !(is_directive(in->buf + i, n) &&
		      is_directive(out->buf + k, m)))
			return false;
		i += n;
		k += m;
	}
	return i == in->len && k == out->len;
}

static enum unifdef_outcome classify(const struct child *c,
				     const struct strbuf *in,
				     struct strbuf *out, struct strbuf *why)
{
	if (c->end == CHILD_NOT_STARTED && c->code == ENOENT) {
		strbuf_addstr(why, "there is no program unifdef: tools/bootstrap installs it");
		return UNIFDEF_MISSING;
	}
	if (!ended_well(c)) {
		strbuf_addstr(why, "unifdef ");
		child_describe_end(c, why);
		if (c->err.len) {
			strbuf_addstr(why, ": ");
			strbuf_add_printable(why, c->err.buf,
					     strcspn(c->err.buf, "\n"));
		}
		return UNIFDEF_FAILED;
	}
	if (!can_be(in, &c->out) || (c->code == 0) != !strbuf_cmp(in, &c->out)) {
		strbuf_addstr(why, "what unifdef wrote does not fit what it read");
		return UNIFDEF_ODD;
	}
	strbuf_addbuf(out, &c->out);
	return UNIFDEF_OK;
}

enum unifdef_outcome unifdef_run(const char *home, const char *symbol,
				 const struct strbuf *in, struct strbuf *out,
				 struct strbuf *why)
{
	enum unifdef_outcome outcome = UNIFDEF_FAILED;
	char *dir = scratch_mkdir("unifdef", why), *path;
	struct child c;

	if (!dir)
		return outcome;
	path = xasprintf("%s/file.c", dir);
	child_init(&c);
	strvec_pushl(&c.argv, "unifdef", "-l", NULL);
	strvec_pushf(&c.argv, "-D%s=1", symbol);
	strvec_push(&c.argv, "file.c");
	child_env(&c, home, dir);
	c.dir = dir;
	c.timeout_ms = TIMEOUT_MS;
	c.memory = MEMORY;
	if (!file_write(path, in->buf, in->len, 0600, why)) {
		child_run(&c);
		outcome = classify(&c, in, out, why);
	}
	child_release(&c);
	remove_tree(dir, NULL);
	free(path);
	free(dir);
	return outcome;
}
