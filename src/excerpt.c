/* SPDX-License-Identifier: GPL-2.0-only */
#include "excerpt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csource.h"

/* The offset of each line, one more for the end. */
static size_t *line_starts(const struct strbuf *text, size_t *nr)
{
	size_t *starts = NULL, alloc = 0;
	const char *p = text->buf, *end = p + text->len;

	*nr = 0;
	while (p < end) {
		const char *nl = memchr(p, '\n', end - p);

		ALLOC_GROW(starts, *nr + 2, alloc);
		starts[(*nr)++] = p - text->buf;
		p = nl ? nl + 1 : end;
	}
	if (starts)
		starts[*nr] = text->len;
	return starts;
}

static bool has_directive(const struct strbuf *text, size_t start, size_t end)
{
	const char *p = text->buf + start;

	while (p < text->buf + end) {
		const char *s = p + strspn(p, " \t");

		/* "??=" and "%:" are none that the kernel has */
		if (*s == '#')
			return true;
		s = memchr(p, '\n', text->buf + end - p);
		if (!s)
			return false;
		p = s + 1;
	}
	return false;
}

/*
 * For each function, does it hold one of the words?  Those in comments count.
 * Both are in the order of the lines, but for functions in arms of an #if.
 */
static bool *find_wanted(const struct csource *cs, const struct strvec *words,
			 const struct c_function *fn, size_t nr)
{
	size_t nr_tokens, next = 0;
	const struct c_token *t = csource_tokens(cs, &nr_tokens);
	bool *wanted = xcalloc(nr + 1, sizeof(*wanted));

	for (size_t i = 0; i < nr; i++) {
		while (next && t[next - 1].line >= fn[i].first_line)
			next--;
		while (next < nr_tokens && t[next].line < fn[i].first_line)
			next++;
		for (; next < nr_tokens && t[next].line <= fn[i].last_line;
		     next++)
			if (strvec_has_sorted_n(words, t[next].text,
						t[next].len)) {
				wanted[i] = true;
				break;
			}
	}
	return wanted;
}

/* A comment that the text does not have. */
static void choose_mark(struct excerpt *e, const struct strbuf *whole)
{
	for (unsigned i = 0; ; i++) {
		snprintf(e->mark, sizeof(e->mark), "/*ratchet-%u:", i);
		if (!strstr(whole->buf, e->mark))
			return;
	}
}

/* The ends of the lines in [start, start+len), which stay. */
static void add_line_ends(const struct strbuf *whole, size_t start, size_t len,
			  struct strbuf *out)
{
	for (size_t i = start; i < start + len; i++)
		if (whole->buf[i] == '\n')
			strbuf_addstr(out, i > start &&
				      whole->buf[i - 1] == '\r' ? "\r\n" :
								  "\n");
}

static void leave_out(struct excerpt *e, const struct strbuf *whole,
		      size_t start, size_t end, unsigned line)
{
	ALLOC_GROW(e->left, e->nr + 1, e->alloc);
	e->left[e->nr].start = start;
	e->left[e->nr].len = end - start;
	e->left[e->nr].line = line;
	strbuf_addf(&e->text, "%s%zu*/", e->mark, e->nr);
	e->nr++;
	add_line_ends(whole, start, end - start, &e->text);
}

void excerpt_make(struct excerpt *e, const struct strbuf *whole,
		  const struct strvec *words)
{
	struct csource *cs = csource_parse(whole->buf, whole->len);
	size_t nr, nr_lines, done = 0;
	size_t *lines = line_starts(whole, &nr_lines);
	const struct c_function *fn = csource_functions(cs, &nr);
	bool *wanted = find_wanted(cs, words, fn, nr);

	if (strlen(whole->buf) == whole->len)
		choose_mark(e, whole);
	else
		nr = 0;		/* no text */
	for (size_t i = 0; i < nr; i++) {
		const struct c_function *f = &fn[i];
		size_t first, open, close;

		if (wanted[i] || f->last_line > nr_lines)
			continue;
		first = lines[f->first_line - 1];
		open = lines[f->open_line - 1] + f->open_col - 1;
		close = lines[f->last_line - 1] + f->last_col - 1;
		if (first < done || open >= close ||
		    whole->buf[open] != '{' || whole->buf[close] != '}' ||
		    has_directive(whole, first, close))
			continue;
		strbuf_add(&e->text, whole->buf + done, open + 1 - done);
		leave_out(e, whole, open + 1, close, f->first_line);
		done = close;
	}
	strbuf_add(&e->text, whole->buf + done, whole->len - done);
	free(wanted);
	free(lines);
	csource_free(cs);
}

void excerpt_release(struct excerpt *e)
{
	strbuf_release(&e->text);
	free(e->left);
	e->left = NULL;
	e->nr = e->alloc = 0;
}

/* The length of mark @i at @p with what stands for the body's lines, or 0. */
static size_t mark_length(const struct excerpt *e, const struct strbuf *whole,
			  size_t i, const char *p)
{
	struct strbuf mark = STRBUF_INIT;
	size_t len;

	strbuf_addf(&mark, "%s%zu*/", e->mark, i);
	add_line_ends(whole, e->left[i].start, e->left[i].len, &mark);
	strbuf_addch(&mark, '}');
	len = starts_with(p, mark.buf) && p[-1] == '{' ? mark.len - 1 : 0;
	strbuf_release(&mark);
	return len;
}

bool excerpt_restore(const struct excerpt *e, const struct strbuf *whole,
		     const struct strbuf *text, struct strbuf *out,
		     unsigned *line)
{
	const char *p = text->buf;

	for (size_t i = 0; i < e->nr; i++) {
		const char *mark = strstr(p, e->mark);
		size_t len;

		*line = e->left[i].line;
		if (!mark || mark == text->buf)
			return false;
		len = mark_length(e, whole, i, mark);
		if (!len)
			return false;
		strbuf_add(out, p, mark - p);
		strbuf_add(out, whole->buf + e->left[i].start, e->left[i].len);
		p = mark + len;
	}
	strbuf_add(out, p, text->buf + text->len - p);
	return !strstr(p, e->mark);
}
