/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The parse report: which lines of a file spatch cannot parse.  It gives the
 * lines' text after "bad: " (and the one it stopped at after "BAD:!!!!! "),
 * and a line number for some only; so the text is looked up in the source.
 */
#include "spatch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void spatch_prepare_parse(const struct spatch *sp, struct child *c,
			  const char *view, const char *file, const char *home)
{
	child_env(c, home, home);
	spatch_memory_env(c);
	c->dir = view;
	c->timeout_ms = sp->timeout_ms;
	c->memory = sp->memory;
	c->big_stack = true;
	strvec_pushl(&c->argv, sp->program, "--parse-c", NULL);
	strvec_pushf(&c->argv, "./%s", file);
}

/* Lines of a text, without their newline. */
struct lines {
	const char **start;
	size_t *len;
	size_t nr, alloc, alloc_len;
};

static void lines_add(struct lines *l, const char *s, size_t len)
{
	ALLOC_GROW(l->start, l->nr + 1, l->alloc);
	ALLOC_GROW(l->len, l->nr + 1, l->alloc_len);
	l->start[l->nr] = s;
	l->len[l->nr++] = len;
}

static void lines_split(struct lines *l, const char *s, size_t len)
{
	while (len) {
		const char *nl = memchr(s, '\n', len);
		size_t n = nl ? (size_t)(nl - s) : len;

		lines_add(l, s, n);
		n += nl != NULL;
		s += n;
		len -= n;
	}
}

static void lines_release(struct lines *l)
{
	free(l->start);
	free(l->len);
}

/* spatch drops a CR before the newline. */
static bool line_equal(const char *a, size_t alen, const char *b, size_t blen)
{
	if (alen && a[alen - 1] == '\r')
		alen--;
	if (blen && b[blen - 1] == '\r')
		blen--;
	return alen == blen && !memcmp(a, b, alen);
}

/* The first line at or after @from where @block stands; src->nr: nowhere. */
static size_t find_block(const struct lines *src, const struct lines *block,
			 size_t from)
{
	for (size_t i = from; i + block->nr <= src->nr; i++) {
		size_t k = 0;

		while (k < block->nr &&
		       line_equal(src->start[i + k], src->len[i + k],
				  block->start[k], block->len[k]))
			k++;
		if (k == block->nr)
			return i;
	}
	return src->nr;
}

static void report_add(struct parse_report *r, unsigned first, unsigned last)
{
	ALLOC_GROW(r->bad, r->nr + 1, r->alloc);
	r->bad[r->nr++] = (struct line_range){ first, last };
}

/* The text of a "bad" line, or NULL if @line is none. */
static const char *bad_text(const char *line, size_t *len)
{
	static const char *const prefixes[] = { "bad: ", "BAD:!!!!! " };

	for (size_t i = 0; i < ARRAY_SIZE(prefixes); i++) {
		size_t n = strlen(prefixes[i]);

		if (*len >= n && !memcmp(line, prefixes[i], n)) {
			*len -= n;
			return line + n;
		}
	}
	return NULL;
}

/* Place a block of bad lines.  One that is nowhere: nothing can be trusted. */
static void place_block(struct parse_report *r, const struct lines *src,
			struct lines *block, size_t *cursor)
{
	size_t at;

	if (!block->nr)
		return;
	at = find_block(src, block, *cursor);
	if (at == src->nr)
		at = find_block(src, block, 0);
	if (at == src->nr) {
		r->failed = true;
	} else {
		report_add(r, at + 1, at + block->nr);
		*cursor = at + block->nr - 1;
	}
	block->nr = 0;
}

void spatch_classify_parse(const struct child *c, const char *src, size_t len,
			   struct parse_report *out)
{
	struct lines source = { 0 }, said = { 0 }, block = { 0 };
	size_t cursor = 0;

	memset(out, 0, sizeof(*out));
	if (c->end != CHILD_EXITED || c->code) {
		out->failed = true;
		return;
	}
	lines_split(&source, src, len);
	lines_split(&said, c->err.buf, c->err.len);
	for (size_t i = 0; i < said.nr; i++) {
		size_t n = said.len[i];
		const char *text = bad_text(said.start[i], &n);

		/* what follows is about words: one may be "bad" */
		if (starts_with(said.start[i], "maybe 10 most problematic"))
			break;
		/* a new region starts with its count */
		if (text)
			lines_add(&block, text, n);
		else
			place_block(out, &source, &block, &cursor);
	}
	place_block(out, &source, &block, &cursor);
	/* a run that says nothing of the file did not parse it */
	if (!strstr(c->out.buf, "NB total files = 1;") &&
	    !strstr(c->err.buf, "NB total files = 1;"))
		out->failed = true;
	lines_release(&source);
	lines_release(&said);
	lines_release(&block);
}

void parse_report_release(struct parse_report *r)
{
	free(r->bad);
	memset(r, 0, sizeof(*r));
}

void parse_report_format(const struct parse_report *r, struct strbuf *out)
{
	if (r->failed)
		strbuf_addstr(out, "failed\n");
	for (size_t i = 0; i < r->nr; i++)
		strbuf_addf(out, "%u %u\n", r->bad[i].first, r->bad[i].last);
}

int parse_report_parse(struct parse_report *r, const char *text)
{
	memset(r, 0, sizeof(*r));
	while (*text) {
		unsigned first, last;
		int n = 0;

		if (starts_with(text, "failed\n")) {
			r->failed = true;
			text += 7;
			continue;
		}
		if (sscanf(text, "%u %u%n", &first, &last, &n) != 2 ||
		    text[n] != '\n' || !first || first > last ||
		    strchr("-+ \t", *text)) {
			parse_report_release(r);
			return ERR_FAILED;
		}
		report_add(r, first, last);
		text += n + 1;
	}
	return 0;
}
