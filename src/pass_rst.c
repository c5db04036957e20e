/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * .rst: a passage of a document goes.  It is known by the heading that it
 * stands under and by the names that it is about, not by its wording: it
 * reaches from the first block that names one of them to the last, and takes
 * along what introduces and what follows them.
 */
#include "pass_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "source_kind.h"

struct passage {
	struct strvec under;	/* words of a heading, "a b c ", in lower case */
	struct strvec mentions;	/* names that make a block one of the passage */
	struct strvec with;	/* words that make its neighbours belong to it */
};

#define PASSAGE_INIT { STRVEC_INIT, STRVEC_INIT, STRVEC_INIT }

/* ---- the text of the pass ---- */

static void add_lower(struct strvec *to, const char *s)
{
	struct strbuf text = STRBUF_INIT;

	for (; *s; s++)
		strbuf_addch(&text, tolower((unsigned char)*s));
	strvec_push(to, text.buf);
	strbuf_release(&text);
}

static int take_statement(struct pass *p, const struct text_line *l,
			  void *data, struct strbuf *err)
{
	const struct strvec *w = &l->words;
	struct passage *x = data;

	struct strbuf heading = STRBUF_INIT;
	bool good = w->nr > 1;

	for (size_t i = 1; i < w->nr && good; i++) {
		good = is_identifier(w->v[i], strlen(w->v[i]));
		if (!strcmp(w->v[0], "under"))
			strbuf_addf(&heading, "%s ", w->v[i]);
		else if (!strcmp(w->v[0], "mentions"))
			strvec_push(&x->mentions, w->v[i]);
		else if (!strcmp(w->v[0], "with"))
			add_lower(&x->with, w->v[i]);
		else
			good = false;
	}
	if (good && heading.len)
		add_lower(&x->under, heading.buf);
	strbuf_release(&heading);
	if (good)
		return 0;
	return text_line_error(p, l, err,
			       "this is not of the form 'under WORD...', 'mentions NAME...' or 'with WORD...'");
}

static void passage_release(struct passage *x)
{
	strvec_release(&x->under);
	strvec_release(&x->mentions);
	strvec_release(&x->with);
}

int rst_pass_load(struct pass *p, struct strbuf *err)
{
	struct passage x = PASSAGE_INIT;
	int ret = text_pass_lines(p, take_statement, &x, err);

	if (!ret && (!x.under.nr || !x.mentions.nr))
		ret = error_set(err, ERR_UNABLE,
				"%s:1: a passage needs an 'under' and a 'mentions' line",
				p->path);
	for (size_t i = 0; i < x.mentions.nr && !ret; i++)
		text_pass_add_words(p, x.mentions.v[i], NULL);
	passage_release(&x);
	return ret;
}

int rst_pass_candidates(struct engine *e, const struct pass *p,
			struct snapshot *snap, struct strvec *paths,
			struct strbuf *err)
{
	struct strvec words = STRVEC_INIT, all = STRVEC_INIT;
	int ret;

	pass_words(p, &words);
	ret = snapshot_learn(snap, &words, err);
	for (size_t i = 0; i < words.nr && !ret; i++)
		ret = snapshot_grep(snap, words.v[i], &all, err);
	for (size_t i = 0; i < all.nr; i++)
		if (ends_with(all.v[i], ".rst") ||
		    (ends_with(all.v[i], ".txt") &&
		     source_kind(all.v[i]) == SOURCE_DOC))
			strvec_push(paths, all.v[i]);
	strvec_sort_uniq(paths);
	strvec_release(&words);
	strvec_release(&all);
	return ret;
}

/* ---- the document: blocks parted by blank lines ---- */

enum block_kind {
	BLOCK_TEXT,
	BLOCK_HEADING,		/* with its lines of punctuation */
	BLOCK_INSIDE,		/* indented: literal text, part of what is above */
};

struct block {
	enum block_kind kind;
	size_t from, to;	/* bytes; without the blank lines behind it */
	unsigned line;
	bool named;		/* it has one of the names */
	bool near;		/* it has one of the words */
	bool introduces;	/* it ends in "::", or is a directive */
};

struct document {
	const char *buf;
	size_t len;
	struct block *v;
	size_t nr, alloc;
};

static size_t next_line(const struct document *d, size_t at)
{
	const char *nl = memchr(d->buf + at, '\n', d->len - at);

	return nl ? (size_t)(nl - d->buf) + 1 : d->len;
}

static size_t text_length(const struct document *d, size_t at)
{
	size_t n = next_line(d, at) - at;

	while (n && strchr(" \t\r\n", d->buf[at + n - 1]))
		n--;
	return n;
}

/* A line of one punctuation character: under or over a heading. */
static bool is_rule(const struct document *d, size_t at)
{
	size_t n = text_length(d, at);

	if (n < 2 || !ispunct((unsigned char)d->buf[at]))
		return false;
	for (size_t i = 1; i < n; i++)
		if (d->buf[at + i] != d->buf[at])
			return false;
	return true;
}

/* Where a heading that begins at @at ends; 0: there is none. */
static size_t heading_end(const struct document *d, size_t at)
{
	size_t title = at, end;

	if (is_rule(d, at)) {
		title = next_line(d, at);
		if (title == d->len || !text_length(d, title))
			return 0;
	}
	if (title == at && strchr(" \t", d->buf[at]))
		return 0;
	end = next_line(d, title);
	if (end == d->len || !is_rule(d, end) || is_rule(d, title) ||
	    (title != at && d->buf[end] != d->buf[at]))
		return 0;
	/* a heading's line is as long as the heading */
	if (text_length(d, end) < 3 ||
	    text_length(d, end) + 3 < text_length(d, title))
		return 0;
	return next_line(d, end);
}

static bool has_word(const char *s, size_t n, const struct strvec *words,
		     bool lower)
{
	struct strbuf word = STRBUF_INIT;
	bool found = false;

	for (size_t i = 0; i < n && !found; ) {
		strbuf_reset(&word);
		while (i < n && is_word_char((unsigned char)s[i])) {
			strbuf_addch(&word, lower ?
				     tolower((unsigned char)s[i]) : s[i]);
			i++;
		}
		found = word.len && strvec_has(words, word.buf);
		i += !word.len;
	}
	strbuf_release(&word);
	return found;
}

static void add_block(struct document *d, enum block_kind kind, size_t from,
		      size_t to, unsigned line, const struct passage *x)
{
	const char *s = d->buf + from;
	size_t n = to - from;
	struct block *b;

	while (n && strchr(" \t\r\n", s[n - 1]))
		n--;
	ALLOC_GROW(d->v, d->nr + 1, d->alloc);
	b = &d->v[d->nr++];
	*b = (struct block){ .kind = kind, .from = from, .to = to,
			     .line = line };
	if (kind == BLOCK_HEADING)
		return;
	b->named = has_word(s, n, &x->mentions, false);
	b->near = kind == BLOCK_TEXT && has_word(s, n, &x->with, true);
	b->introduces = kind == BLOCK_TEXT && n > 1 &&
			(s[n - 1] == ':' || starts_with(s, ".. "));
}

static void parse(struct document *d, const struct passage *x)
{
	size_t at = 0;
	unsigned line = 1;

	while (at < d->len) {
		size_t from = at, end = heading_end(d, at);
		unsigned first = line;

		if (!text_length(d, at)) {
			at = next_line(d, at);
			line++;
			continue;
		}
		while (at < d->len && text_length(d, at) &&
		       (end ? at < end : at == from || !heading_end(d, at))) {
			at = next_line(d, at);
			line++;
		}
		add_block(d, end ? BLOCK_HEADING :
			     strchr(" \t", d->buf[from]) ? BLOCK_INSIDE :
							   BLOCK_TEXT,
			  from, at, first, x);
	}
}

/* ---- the passage ---- */

/* Does the heading have all words of one "under" line? */
static bool is_addressed(const struct document *d, const struct block *b,
			 const struct passage *x)
{
	bool yes = false;

	for (size_t i = 0; i < x->under.nr && !yes; i++) {
		struct strvec words = STRVEC_INIT;

		strvec_split(&words, x->under.v[i]);
		yes = true;
		for (size_t k = 0; k < words.nr; k++) {
			struct strvec one = STRVEC_INIT;

			strvec_push(&one, words.v[k]);
			yes &= has_word(d->buf + b->from, b->to - b->from,
					&one, true);
			strvec_release(&one);
		}
		strvec_release(&words);
	}
	return yes;
}

/*
 * Texts are near that tell of functions which the passage's code declares:
 * "fault() is called when ...".
 */
static void note_functions(struct document *d, size_t from, size_t to)
{
	struct strvec own = STRVEC_INIT;
	struct strbuf word = STRBUF_INIT;

	for (size_t pass = 0; pass < 2; pass++) {
		for (size_t i = from; i < to; i++) {
			struct block *b = &d->v[i];
			bool code = b->kind == BLOCK_INSIDE && b->named;

			if (pass ? b->kind != BLOCK_TEXT : !code)
				continue;
			for (size_t at = b->from; at < b->to; at++) {
				char c = d->buf[at];

				if (is_word_char((unsigned char)c)) {
					strbuf_addch(&word, c);
					continue;
				}
				if (!pass && word.len)
					strvec_push(&own, word.buf);
				else if (word.len && c == '(' &&
					 d->buf[at + 1] == ')')
					b->near |= strvec_has(&own, word.buf);
				strbuf_reset(&word);
			}
			strbuf_reset(&word);
		}
	}
	strvec_release(&own);
	strbuf_release(&word);
}

/*
 * What introduces and what it introduces are one; the former is where it
 * begins.  "A:" and two indented blocks are three blocks and one unit.
 */
static size_t unit_start(const struct document *d, size_t i)
{
	while (i && d->v[i].kind == BLOCK_INSIDE &&
	       d->v[i - 1].kind != BLOCK_HEADING)
		i--;
	/* ".. code-block:: c" under "It looks like this:" */
	if (i && starts_with(d->buf + d->v[i].from, ".. ") &&
	    d->v[i - 1].kind == BLOCK_TEXT && d->v[i - 1].introduces)
		i--;
	return i;
}

static size_t unit_end(const struct document *d, size_t i)
{
	bool more;

	do {
		more = d->v[i].introduces;
		i++;
		while (i < d->nr && d->v[i].kind == BLOCK_INSIDE)
			i++;
	} while (more && i < d->nr && d->v[i].kind == BLOCK_TEXT &&
		 starts_with(d->buf + d->v[i].from, ".. "));
	return i;
}

static bool any_of(const struct document *d, size_t from, size_t to,
		   bool near)
{
	for (size_t i = from; i < to; i++)
		if (d->v[i].named || (near && d->v[i].near))
			return true;
	return false;
}

/* "This", "Both": about what stands before it, whatever that is. */
static bool refers_back(const struct document *d, const struct block *b)
{
	static const char *const words[] = {
		"This", "These", "That", "Those", "They", "Both", "It", "Its",
		"Such", "Neither", "Either", "Each", NULL
	};
	const char *s = d->buf + b->from;

	for (size_t i = 0; words[i]; i++)
		if (starts_with(s, words[i]) &&
		    !is_word_char((unsigned char)s[strlen(words[i])]))
			return true;
	return false;
}

/* The blocks of the passage in (from, to) of one section; false: refused. */
static bool delimit(struct text_job *job, struct document *d,
		    size_t *from, size_t *to)
{
	size_t start = *from, end = *to, first = end, last = start;

	note_functions(d, start, end);
	for (size_t i = start; i < end; i++) {
		if (!d->v[i].named)
			continue;
		if (first == end)
			first = unit_start(d, i);
		last = unit_end(d, unit_start(d, i));
	}
	for (size_t i = first; i < last; i = unit_end(d, i))
		if (!any_of(d, i, unit_end(d, i), true)) {
			text_refuse(job, d->v[i].line, 0,
				    "this stands within the passage and may be about something else: part them");
			return false;
		}
	while (first > start) {
		size_t before = unit_start(d, first - 1);

		if (before < start || !any_of(d, before, first, true))
			break;
		first = before;
	}
	while (last < end && any_of(d, last, unit_end(d, last), true))
		last = unit_end(d, last);
	if (last < end && refers_back(d, &d->v[last])) {
		text_refuse(job, d->v[last].line, 0,
			    "this refers to what stands before it: it cannot be told whether that is the passage");
		return false;
	}
	if (first == start && last == end) {
		text_refuse(job, d->v[first].line, 0,
			    "nothing would be left under this heading");
		return false;
	}
	*from = first;
	*to = last;
	return true;
}

/* With the blank lines behind it; at the end, with those before it. */
static void cut(struct strbuf *text, const struct document *d, size_t from,
		size_t to)
{
	size_t a = d->v[from].from;
	size_t b = to < d->nr ? d->v[to].from : d->len;

	if (to == d->nr)
		while (a && (d->buf[a - 1] == '\n' || d->buf[a - 1] == '\r') &&
		       from && a > d->v[from - 1].to)
			a--;
	strbuf_splice(text, a, b - a, "", 0);
}

static int run_file(struct text_job *job, struct strbuf *err)
{
	const struct passage *x = job->data;
	struct document d = { .buf = job->before->buf,
			      .len = job->before->len };
	size_t end;

	parse(&d, x);
	end = d.nr;
	/* from the end on, so that what is before keeps its place */
	for (size_t i = d.nr; i-- > 0; ) {
		size_t from = i + 1, to = end;

		if (d.v[i].kind != BLOCK_HEADING)
			continue;
		end = i;
		if (is_addressed(&d, &d.v[i], x) &&
		    any_of(&d, from, to, false) &&
		    delimit(job, &d, &from, &to))
			cut(&job->after, &d, from, to);
	}
	free(d.v);
	return 0;
}

int rst_pass_run(struct engine *e, const struct pass *p,
		 struct snapshot *snap, const struct strvec *paths,
		 struct pass_result *out, struct strbuf *err)
{
	struct passage x = PASSAGE_INIT;
	struct pass copy = *p;
	int ret = text_pass_lines(&copy, take_statement, &x, err);

	memset(out, 0, sizeof(*out));
	if (!ret)
		ret = text_pass_each(e, p, snap, paths, run_file, &x, out, err);
	passage_release(&x);
	return ret;
}
