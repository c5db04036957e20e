/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE	/* memmem */
#include "pahole.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define TIMEOUT_MS 30000
#define MEMORY ((uint64_t)2 << 30)

void pahole_prepare(struct child *c, const char *dir, const char *home,
		    const char *types, const char *object)
{
	strvec_pushl(&c->argv, "pahole", "-C", types, object, NULL);
	child_env(c, home, home);
	c->dir = dir;
	c->timeout_ms = TIMEOUT_MS;
	c->memory = MEMORY;
}

/* Up to a comment, blanks made one. */
static void add_line(const char *s, size_t n, struct strvec *lines)
{
	struct strbuf out = STRBUF_INIT;

	for (size_t i = 0; i + 1 < n; i++)
		if (s[i] == '/' && s[i + 1] == '*')
			n = i;
	for (size_t i = 0; i < n; i++) {
		bool blank = s[i] == ' ' || s[i] == '\t';

		if (!blank)
			strbuf_addch(&out, s[i]);
		else if (out.len && out.buf[out.len - 1] != ' ')
			strbuf_addch(&out, ' ');
	}
	strbuf_rtrim(&out);
	if (out.len)
		strvec_push(lines, out.buf);
	strbuf_release(&out);
}

static int check_end(const struct child *c, bool ok, struct strbuf *err)
{
	if (c->end == CHILD_CANCELLED)
		return ERR_INTERRUPTED;
	if (c->end == CHILD_NOT_STARTED && c->code == ENOENT)
		return error_set(err, ERR_UNABLE,
				 "there is no 'pahole': tools/bootstrap installs it");
	if (c->end != CHILD_EXITED || !ok) {
		struct strbuf how = STRBUF_INIT;

		child_describe_end(c, &how);
		error_set(err, ERR_UNABLE, "'pahole' %s", how.buf);
		strbuf_release(&how);
		return ERR_UNABLE;
	}
	return 0;
}

int pahole_types(const struct child *c, struct strvec *lines,
		 struct strbuf *err)
{
	const char *p = c->out.buf, *end = p + c->out.len;
	int ret = check_end(c, c->out.len, err);

	if (ret)
		return ret;
	while (p < end) {
		const char *nl = memchr(p, '\n', end - p);
		size_t n = nl ? (size_t)(nl - p) : (size_t)(end - p);

		add_line(p, n, lines);
		p += n + 1;
	}
	return 0;
}

/* "   0     8 " behind a member, "size: 64, ..." behind all of them */
static void add_offsets(const char *line, size_t n, struct strvec *lines)
{
	const char *at = memmem(line, n, "/*", 2), *s;
	struct strbuf out = STRBUF_INIT;
	struct strvec member = STRVEC_INIT;

	if (!at)
		return;
	s = at + 2 + strspn(at + 2, " ");
	if (starts_with(s, "size: ")) {
		s += strlen("size: ");
		strbuf_add(&out, s, strspn(s, "0123456789"));
	} else if (*s >= '0' && *s <= '9') {
		struct strvec numbers = STRVEC_INIT;
		char *text = xstrndup(s, strcspn(s, "*"));

		strvec_split(&numbers, text);
		/* bits are "40:16  4" or "40: 0  4" */
		for (size_t i = 0; i < numbers.nr; i++)
			strbuf_addf(&out, "%s%s", numbers.v[i],
				    i + 1 == numbers.nr ||
				    ends_with(numbers.v[i], ":") ? "" : " ");
		free(text);
		strvec_release(&numbers);
		add_line(line, at - line, &member);
		strbuf_addf(&out, "\t%s", member.nr ? member.v[0] : "");
	}
	if (out.len)
		strvec_push(lines, out.buf);
	strvec_release(&member);
	strbuf_release(&out);
}

int pahole_offsets(const struct child *c, struct strvec *lines,
		   struct strbuf *err)
{
	const char *p = c->out.buf, *end = p + c->out.len;
	const char *close = strstr(p, "\n} ");
	int ret = check_end(c, true, err);

	if (!ret && close)
		strvec_pushn(lines, close + 1, strcspn(close + 1, "\n"));
	while (p < end && !ret) {
		const char *nl = memchr(p, '\n', end - p);
		size_t n = nl ? (size_t)(nl - p) : (size_t)(end - p);

		add_offsets(p, n, lines);
		p += n + 1;
	}
	return ret;
}
