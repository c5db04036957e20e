/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Comments that allow a use, on its line or right above it:
 *	ratchet: allow STEP/WORD because REASON
 * Without a reason they allow nothing.
 */
#define _GNU_SOURCE
#include "check_priv.h"

#include <stdlib.h>
#include <string.h>

#include "csource.h"
#include "source_kind.h"

static const char mark[] = "ratchet: allow ";

/* So many lines of comment above a use are looked at. */
#define LINES_ABOVE 8

struct text_lines {
	const char **start;
	size_t *len;
	size_t nr, alloc;
};

static void split_lines(const struct strbuf *text, struct text_lines *out)
{
	const char *p = text->buf, *end = text->buf + text->len;

	memset(out, 0, sizeof(*out));
	while (p < end) {
		const char *nl = memchr(p, '\n', end - p);
		size_t n = (nl ? nl : end) - p;

		if (out->nr == out->alloc) {
			out->alloc = out->alloc * 2 + 64;
			out->start = xrealloc(out->start, out->alloc *
					      sizeof(*out->start));
			out->len = xrealloc(out->len, out->alloc *
					    sizeof(*out->len));
		}
		out->start[out->nr] = p;
		out->len[out->nr++] = n;
		p += n + 1;
	}
}

static void release_lines(struct text_lines *l)
{
	free(l->start);
	free(l->len);
}

/* Does the line hold nothing but a comment, by how it begins? */
static bool is_comment_line(const char *p, size_t n)
{
	while (n && (*p == ' ' || *p == '\t')) {
		p++;
		n--;
	}
	return n && (*p == '*' || *p == '#' ||
		     (n > 1 && *p == '/' && (p[1] == '*' || p[1] == '/')));
}

/* Is what stands at @at in line @line (from 1) in a comment? */
static bool in_comment(const struct csource *cs, const char *path,
		       const char *start, const char *at, unsigned line)
{
	const struct c_token *t;
	size_t nr, i;

	if (source_kind(path) != SOURCE_C)
		return memchr(start, '#', at - start) != NULL;
	t = csource_tokens(cs, &nr);
	for (i = 0; i < nr; i++)
		if (t[i].line == line && t[i].text == at)
			return t[i].region == C_COMMENT;
	return false;
}

static bool is_step(const struct step *step, const char *p, size_t n)
{
	char *end, *name = xstrndup(p, n);
	unsigned long number = strtoul(name, &end, 10);
	bool is = !strcmp(name, step->name) ||
		  (n && !*end && number == step->number);

	free(name);
	return is;
}

static bool equals(const char *s, const char *p, size_t n)
{
	return s && strlen(s) == n && !memcmp(s, p, n);
}

/* "STEP/WORD" */
static bool names_rule(const struct check_rule *r, const char *p, size_t n)
{
	const char *slash = memchr(p, '/', n);
	size_t k = slash ? (size_t)(slash - p) : n;

	if (!slash || !is_step(r->step, p, k))
		return false;
	p += k + 1;
	n -= k + 1;
	return equals(strchr(r->id, '/') + 1, p, n) || equals(r->x->name, p, n) ||
	       equals(r->x->member, p, n);
}

/* What stands behind "because", without the comment's end. */
static char *reason_in(const char *p, const char *end)
{
	static const char because[] = "because ";
	const char *close;

	p = memmem(p, end - p, because, strlen(because));
	if (!p)
		return NULL;
	p += strlen(because);
	close = memmem(p, end - p, "*/", 2);
	if (close)
		end = close;
	while (p < end && strchr(" \t\r", *p))
		p++;
	while (p < end && strchr(" \t\r", end[-1]))
		end--;
	return p < end ? xstrndup(p, end - p) : NULL;
}

/* Line @line (from 1), if it speaks of the use at all. */
static void look_at_line(struct check_use *u, const struct csource *cs,
			 const struct text_lines *l, unsigned line)
{
	const char *start = l->start[line - 1];
	const char *end = start + l->len[line - 1];
	const char *at = memmem(start, end - start, mark, strlen(mark)), *p;
	size_t n = 0;

	if (!at || !in_comment(cs, u->path, start, at, line))
		return;
	for (p = at + strlen(mark); p + n < end && !strchr(" \t\r", p[n]); n++)
		;
	if (!names_rule(u->rule, p, n))
		return;
	u->allowed = reason_in(p + n, end);
	if (!u->allowed && !u->bad_allow)
		u->bad_allow = xasprintf("the comment allows %s and gives no reason: write 'because' and why behind it",
					 u->rule->id);
}

static void look_at(struct check_use *u, const struct csource *cs,
		    const struct text_lines *l)
{
	unsigned line = u->line;

	if (!line || line > l->nr)
		return;
	look_at_line(u, cs, l, line);
	for (int i = 0; i < LINES_ABOVE && line > 1 && !u->allowed; i++) {
		line--;
		if (!is_comment_line(l->start[line - 1], l->len[line - 1]))
			break;
		look_at_line(u, cs, l, line);
	}
}

int check_uses_allow(struct check_uses *u, struct snapshot *snap,
		     struct strbuf *err)
{
	int ret = 0;

	for (size_t i = 0, next; i < u->nr && !ret; i = next) {
		struct strbuf text = STRBUF_INIT;
		struct text_lines lines = { 0 };
		struct csource *cs = NULL;

		for (next = i; next < u->nr &&
			       !strcmp(u->v[next].path, u->v[i].path); next++)
			;
		ret = snapshot_read(snap, u->v[i].path, &text, err);
		if (!ret && memmem(text.buf, text.len, mark, strlen(mark))) {
			cs = csource_parse(text.buf, text.len);
			split_lines(&text, &lines);
			for (size_t k = i; k < next; k++)
				look_at(&u->v[k], cs, &lines);
			csource_free(cs);
		}
		release_lines(&lines);
		strbuf_release(&text);
	}
	return ret;
}
