/* SPDX-License-Identifier: GPL-2.0-only */
#include "pahole.h"

#include <errno.h>
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

int pahole_types(const struct child *c, struct strvec *lines,
		 struct strbuf *err)
{
	const char *p = c->out.buf, *end = p + c->out.len;

	if (c->end == CHILD_CANCELLED)
		return ERR_INTERRUPTED;
	if (c->end == CHILD_NOT_STARTED && c->code == ENOENT)
		return error_set(err, ERR_UNABLE,
				 "there is no 'pahole': tools/bootstrap installs it");
	if (c->end != CHILD_EXITED || !c->out.len) {
		struct strbuf how = STRBUF_INIT;

		child_describe_end(c, &how);
		error_set(err, ERR_UNABLE, "'pahole' %s", how.buf);
		strbuf_release(&how);
		return ERR_UNABLE;
	}
	while (p < end) {
		const char *nl = memchr(p, '\n', end - p);
		size_t n = nl ? (size_t)(nl - p) : (size_t)(end - p);

		add_line(p, n, lines);
		p += n + 1;
	}
	return 0;
}
