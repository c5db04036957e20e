/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE	/* memmem */
#include "kerneldoc.h"

#include <string.h>

#include "csource.h"

static bool has_member(const struct csource *cs, const char *tag,
		       const char *name)
{
	const struct c_member *m;
	size_t nr;

	m = csource_members(cs, &nr);
	for (size_t i = 0; i < nr; i++)
		if (m[i].tag && !strcmp(m[i].tag, tag) &&
		    !strcmp(m[i].name, name))
			return true;
	return false;
}

/* Does the comment [s, end) describe struct (or union) @tag? */
static bool is_about(const char *s, const char *end, const char *tag)
{
	static const char *const kinds[] = { "struct ", "union " };
	size_t n = strlen(tag);

	for (s += 3; s < end && strchr(" \t\r\n*", *s); s++)
		;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		size_t k = strlen(kinds[i]);

		if ((size_t)(end - s) > k + n && !memcmp(s, kinds[i], k) &&
		    !memcmp(s + k, tag, n) &&
		    !is_word_char((unsigned char)s[k + n]))
			return true;
	}
	return false;
}

static const char *next_line(const char *s, const char *end)
{
	const char *nl = memchr(s, '\n', end - s);

	return nl ? nl + 1 : end;
}

/* What a line of a comment says, behind its star. */
static const char *said(const char *s, const char *end)
{
	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	if (s < end && *s == '*' && (s + 1 == end || s[1] != '/'))
		s++;
	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	return s;
}

static bool describes(const char *s, const char *end, const char *name)
{
	size_t n = strlen(name);

	s = said(s, end);
	return (size_t)(end - s) > n + 1 && *s == '@' &&
	       !memcmp(s + 1, name, n) && s[n + 1] == ':';
}

/* Does the description of a field go on in this line? */
static bool goes_on(const char *s, const char *end)
{
	const char *line_end = next_line(s, end);
	const char *text = said(s, end), *p = text;

	if (text >= line_end || strchr("@\r\n", *text) ||
	    (*text == '*' && text + 1 < end && text[1] == '/'))
		return false;
	/* "Return:", "Context:" and the like begin a section */
	while (p < line_end && (is_word_char((unsigned char)*p) || *p == ' '))
		p++;
	return !(p < line_end && *p == ':' && *text >= 'A' && *text <= 'Z' &&
		 !memchr(text, ' ', p - text));
}

/* The description of one field in the comment at [from, end). */
static bool drop_field(struct strbuf *text, size_t from, size_t to,
		       const char *name)
{
	const char *end = text->buf + to, *s = text->buf + from;

	for (; s < end; s = next_line(s, end)) {
		const char *last;

		if (!describes(s, end, name))
			continue;
		last = next_line(s, end);
		while (last < end && goes_on(last, end))
			last = next_line(last, end);
		strbuf_splice(text, s - text->buf, last - s, "", 0);
		return true;
	}
	return false;
}

static void drop_description(struct strbuf *text, const char *tag,
			     const char *name)
{
	size_t at = 0;

	while (at < text->len) {
		const char *s = memmem(text->buf + at, text->len - at, "/**",
				       3);
		const char *end = s ? memmem(s + 3, text->buf + text->len -
					     s - 3, "*/", 2) : NULL;

		if (!end)
			return;
		at = end + 2 - text->buf;
		if (is_about(s, end, tag) &&
		    drop_field(text, s - text->buf, end - text->buf, name))
			return;
	}
}

void kerneldoc_drop_orphans(const struct strbuf *before, struct strbuf *after)
{
	struct csource *old, *new;
	struct strbuf result = STRBUF_INIT;
	const struct c_member *m;
	size_t nr;

	if (!strbuf_cmp(before, after))
		return;
	old = csource_parse(before->buf, before->len);
	new = csource_parse(after->buf, after->len);
	strbuf_addbuf(&result, after);
	m = csource_members(old, &nr);
	for (size_t i = 0; i < nr; i++)
		if (m[i].tag && m[i].name &&
		    !has_member(new, m[i].tag, m[i].name))
			drop_description(&result, m[i].tag, m[i].name);
	csource_free(old);
	csource_free(new);
	strbuf_swap(after, &result);
	strbuf_release(&result);
}
