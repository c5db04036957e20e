/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE	/* memmem */
#include "guard_drop.h"

#include <stdlib.h>
#include <string.h>

#include "cppcond.h"

enum fate { KEEP, DROP, ELIF_TO_IF };

struct dropping {
	struct cpp_text t;
	const struct guard_walks *old, *now;
	enum fate *fate;	/* of each of t's lines */
	bool any;
};

void guard_walks_release(struct guard_walks *w)
{
	for (size_t i = 0; i < w->nr; i++)
		guard_lines_release(&w->v[i]);
	free(w->v);
	memset(w, 0, sizeof(*w));
}

/* Of those kernels that look at the line at all, how many say so of it? */
static size_t count(const struct guard_walks *w, unsigned line,
		    enum guard_arm arm, size_t *others)
{
	size_t n = 0;

	*others = 0;
	for (size_t i = 0; i < w->nr; i++) {
		const struct guard_line *l = &w->v[i].v[line - 1];

		if (line > w->v[i].nr || l->state == GUARD_OUT)
			continue;
		n += l->arm == arm;
		*others += l->arm != arm;
	}
	return n;
}

/* What all new kernels say of the arm, and some old one does not. */
static bool is_news(const struct dropping *d, size_t at, enum guard_arm arm)
{
	unsigned line = d->t.v[at].number;
	size_t others;

	if (!count(d->now, line, arm, &others) || others)
		return false;
	count(d->old, line, arm, &others);
	return others;
}

static void drop(struct dropping *d, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		d->fate[i] = DROP;
	d->any |= from < to;
}

static bool begins(enum cpp_kind kind)
{
	return kind == CPP_IF || kind == CPP_IFDEF || kind == CPP_IFNDEF;
}

/* The next #elif, #else or #endif of the conditional; t.nr: it has none. */
static size_t next_arm(const struct dropping *d, size_t at)
{
	unsigned depth = 0;

	for (at++; at < d->t.nr; at++) {
		enum cpp_kind kind = d->t.v[at].kind;

		if (kind != CPP_NONE && !begins(kind) && !depth)
			break;
		depth += begins(kind);
		depth -= kind == CPP_ENDIF;
	}
	return at;
}

/* One arm is compiled by all: what is in it is all that stays. */
static bool keep_one(struct dropping *d, size_t at, size_t end)
{
	size_t next;

	for (size_t arm = at; arm < end; arm = next) {
		next = next_arm(d, arm);
		if (!is_news(d, arm, GUARD_ALWAYS))
			continue;
		drop(d, at, arm + 1);
		drop(d, next, end + 1);
		return true;
	}
	return false;
}

static void drop_arms(struct dropping *d, size_t at, size_t end)
{
	bool first = true;
	size_t next;

	for (size_t arm = at; arm < end; arm = next) {
		next = next_arm(d, arm);
		if (is_news(d, arm, GUARD_NEVER)) {
			drop(d, arm, next);
			continue;
		}
		if (first && arm > at)
			d->fate[arm] = ELIF_TO_IF;
		first = false;
	}
	if (first)
		drop(d, end, end + 1);
}

/* Those within are looked at by themselves. */
static void conditional(struct dropping *d, size_t at)
{
	size_t end = next_arm(d, at);

	while (end < d->t.nr && d->t.v[end].kind != CPP_ENDIF)
		end = next_arm(d, end);
	if (end < d->t.nr && d->fate[at] != DROP && !keep_one(d, at, end))
		drop_arms(d, at, end);
}

/* No two blank lines, nor one at the beginning, where there was none. */
static bool is_left_over(const struct dropping *d, size_t at,
			 const struct strbuf *out, size_t from)
{
	return d->t.v[at].blank && at && d->fate[at - 1] == DROP &&
	       (out->len == from ||
		(out->len > from + 1 && out->buf[out->len - 1] == '\n' &&
		 (out->buf[out->len - 2] == '\n' ||
		  (out->buf[out->len - 2] == '\r' && out->len > from + 2 &&
		   out->buf[out->len - 3] == '\n'))));
}

/* A definition behind a closing brace, which a directive parted from it. */
static bool needs_blank(const struct dropping *d, size_t at,
			const struct strbuf *out, size_t from)
{
	const char *line = d->t.buf + d->t.v[at].at;
	size_t n = out->len;

	return at && d->fate[at - 1] == DROP &&
	       d->t.v[at].kind == CPP_NONE && is_word_char((unsigned char)*line) &&
	       n >= from + 3 && !memcmp(out->buf + n - 3, "\n}\n", 3);
}

static void add_as_if(const char *line, size_t len, struct strbuf *out)
{
	const char *p = memmem(line, len, "elif", 4);

	strbuf_add(out, line, p - line);
	strbuf_add(out, p + 2, len - (p + 2 - line));
}

bool guard_drop(const struct strbuf *text, const struct guard_walks *old,
		const struct guard_walks *now, struct strbuf *out)
{
	struct dropping d = { .old = old, .now = now };
	size_t from = out->len;

	cpp_parse(&d.t, text->buf, text->len);
	d.fate = xcalloc(d.t.nr + 1, sizeof(*d.fate));
	for (size_t i = 0; i < d.t.nr; i++)
		if (begins(d.t.v[i].kind))
			conditional(&d, i);
	for (size_t i = 0; i < d.t.nr; i++) {
		const char *line = text->buf + d.t.v[i].at;

		if (d.fate[i] == KEEP && needs_blank(&d, i, out, from))
			strbuf_addstr(out, "\n");
		if (d.fate[i] == ELIF_TO_IF)
			add_as_if(line, d.t.v[i].len, out);
		else if (d.fate[i] == KEEP && !is_left_over(&d, i, out, from))
			strbuf_add(out, line, d.t.v[i].len);
	}
	free(d.fate);
	cpp_release(&d.t);
	return d.any;
}
