/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE	/* memmem */
#include "mask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *next_line(const char *p, const char *end)
{
	const char *nl = memchr(p, '\n', end - p);

	return nl ? nl + 1 : end;
}

/* What ends the line [p, next): nothing, "\n" or "\r\n". */
static size_t newline_length(const char *p, const char *next)
{
	if (next == p || next[-1] != '\n')
		return 0;
	return next - p > 1 && next[-2] == '\r' ? 2 : 1;
}

static void choose_mark(struct mask *m, const struct strbuf *whole)
{
	for (unsigned i = 0; ; i++) {
		snprintf(m->mark, sizeof(m->mark), "/*ratchet_mask_%u:", i);
		if (!memmem(whole->buf, whole->len, m->mark, strlen(m->mark)))
			return;
	}
}

void mask_make(struct mask *m, const struct strbuf *whole, const bool *hide,
	       size_t nr)
{
	const char *p = whole->buf, *end = p + whole->len;
	bool before = false;

	choose_mark(m, whole);
	for (unsigned line = 1; p < end; line++) {
		const char *next = next_line(p, end);
		bool now = line <= nr && hide[line - 1];

		if (!now) {
			strbuf_add(&m->text, p, next - p);
		} else {
			size_t n = newline_length(p, next);

			if (!before) {
				ALLOC_GROW(m->hidden, m->nr + 1, m->alloc);
				m->hidden[m->nr].first = line;
				strbuf_addf(&m->text, "%s%zu*/", m->mark,
					    m->nr++);
			}
			m->hidden[m->nr - 1].last = line;
			strbuf_add(&m->text, next - n, n);
		}
		before = now;
		p = next;
	}
}

void mask_release(struct mask *m)
{
	strbuf_release(&m->text);
	free(m->hidden);
	m->hidden = NULL;
	m->nr = m->alloc = 0;
}

/* The hidden lines themselves. */
static void add_lines(const struct strbuf *whole, const struct mask_range *r,
		      struct strbuf *out)
{
	const char *p = whole->buf, *end = p + whole->len, *start;
	unsigned line = 1;

	for (; line < r->first; line++)
		p = next_line(p, end);
	start = p;
	for (; line <= r->last; line++)
		p = next_line(p, end);
	strbuf_add(out, start, p - start);
}

/* Behind the lines that stand for the hidden ones; NULL: there is something. */
static const char *skip_lines(const char *p, const char *end, unsigned lines)
{
	while (lines--) {
		const char *next = next_line(p, end);
		size_t n = newline_length(p, next);

		if ((size_t)(next - p) != n)
			break;
		p = next;
		if (!n)
			break;
	}
	return p;
}

bool mask_restore(const struct mask *m, const struct strbuf *whole,
		  const struct strbuf *text, struct strbuf *out,
		  struct mask_range *lost)
{
	const char *p = text->buf, *end = p + text->len;

	for (size_t i = 0; i < m->nr; i++) {
		char mark[64];
		const char *hit, *behind;
		int n = snprintf(mark, sizeof(mark), "%s%zu*/", m->mark, i);

		*lost = m->hidden[i];
		hit = memmem(p, end - p, mark, n);
		if (!hit || (hit > text->buf && hit[-1] != '\n'))
			return false;
		behind = skip_lines(hit + n, end, lost->last - lost->first + 1);
		if (behind == hit + n && behind < end)
			return false;
		strbuf_add(out, p, hit - p);
		add_lines(whole, lost, out);
		p = behind;
	}
	strbuf_add(out, p, end - p);
	/* none twice */
	return !m->nr || !memmem(out->buf, out->len, m->mark, strlen(m->mark));
}
