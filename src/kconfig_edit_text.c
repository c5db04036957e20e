/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Texts that edits go through line by line, and edits of files that are no
 * Kconfig: make files, defconfigs, and everything that has CONFIG_ words.
 */
#define _GNU_SOURCE	/* memmem */
#include "kconfig_edit.h"

#include <stdlib.h>
#include <string.h>

void kconfig_text_init(struct kconfig_text *t, const struct strbuf *from)
{
	memset(t, 0, sizeof(*t));
	strbuf_init(&t->text);
	strbuf_addbuf(&t->text, from);
	for (size_t i = 0; i < from->len; i++)
		t->nr += from->buf[i] == '\n';
	t->nr++;
	t->origin = xcalloc(t->nr, sizeof(*t->origin));
	for (size_t i = 0; i < t->nr; i++)
		t->origin[i] = i + 1;
}

void kconfig_text_release(struct kconfig_text *t)
{
	strbuf_release(&t->text);
	free(t->origin);
}

struct out {
	struct strbuf text;
	unsigned *origin;
	size_t nr, alloc;
};

static void out_add(struct out *o, const char *s, size_t n, unsigned first,
		    unsigned step, const struct kconfig_text *from)
{
	strbuf_add(&o->text, s, n);
	for (size_t i = 0; i < n; i++) {
		if (s[i] != '\n')
			continue;
		ALLOC_GROW(o->origin, o->nr + 2, o->alloc);
		o->origin[o->nr++] = from->origin[first];
		first += step;
	}
}

void kconfig_text_render(struct kconfig_text *t, const struct kc_span *spans,
			 struct kconfig_edit_line *edits, size_t nr)
{
	struct out o = { .text = STRBUF_INIT };
	unsigned line = 0;

	for (size_t i = 0; i < nr; i++) {
		struct kconfig_edit_line *e = &edits[i];
		const char *s = t->text.buf + spans[i].at;

		out_add(&o, e->before.buf, e->before.len, line, 0, t);
		if (e->replace && !e->drop)
			out_add(&o, e->text.buf, e->text.len, line, 0, t);
		else if (!e->drop)
			out_add(&o, s, spans[i].len, line, 1, t);
		if (e->after.len && o.text.len &&
		    o.text.buf[o.text.len - 1] != '\n')
			out_add(&o, "\n", 1, line, 0, t);
		out_add(&o, e->after.buf, e->after.len, line, 0, t);
		for (size_t n = 0; n < spans[i].len; n++)
			line += s[n] == '\n';
		strbuf_release(&e->text);
		strbuf_release(&e->before);
		strbuf_release(&e->after);
	}
	ALLOC_GROW(o.origin, o.nr + 1, o.alloc);
	o.origin[o.nr++] = t->origin[t->nr - 1];
	kconfig_text_release(t);
	t->text = o.text;
	t->origin = o.origin;
	t->nr = o.nr;
}

struct kc_span *kconfig_text_lines(const struct kconfig_text *t, size_t *nr)
{
	struct kc_span *spans = xcalloc(t->nr, sizeof(*spans));
	size_t at = 0, n = 0;

	while (at < t->text.len) {
		const char *nl = memchr(t->text.buf + at, '\n',
					t->text.len - at);
		size_t end = nl ? (size_t)(nl - t->text.buf) + 1 : t->text.len;

		spans[n++] = (struct kc_span){ at, end - at };
		at = end;
	}
	*nr = n;
	return spans;
}

/* ---- words ---- */

static void replace_word(struct strbuf *sb, const char *old, const char *new)
{
	size_t n = strlen(old), at = 0;
	const char *hit;

	while ((hit = memmem(sb->buf + at, sb->len - at, old, n))) {
		at = hit - sb->buf;
		if ((at && is_word_char((unsigned char)sb->buf[at - 1])) ||
		    (at + n < sb->len &&
		     is_word_char((unsigned char)sb->buf[at + n]))) {
			at += n;
			continue;
		}
		strbuf_splice(sb, at, n, new, strlen(new));
		at += strlen(new);
	}
}

void kconfig_replace_symbol(struct strbuf *text, const char *from,
			    const char *to)
{
	static const char *const suffixes[] = { "", "_MODULE" };

	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++) {
		char *old = xasprintf("CONFIG_%s%s", from, suffixes[i]);
		char *new = xasprintf("CONFIG_%s%s", to, suffixes[i]);

		replace_word(text, old, new);
		free(old);
		free(new);
	}
}

/* No line comes or goes: the origins stay right. */
void kconfig_edit_words(struct kconfig_text *t,
			const struct kconfig_statement *st)
{
	kconfig_replace_symbol(&t->text, st->symbol, st->term);
}

/* ---- lines of make files and defconfigs ---- */

struct lines {
	struct kconfig_text *t;
	struct kc_span *at;
	struct kconfig_edit_line *e;
	size_t nr;
	const struct kconfig_statement *st;
	const struct kconfig_refuser *refuser;
	char *word;		/* CONFIG_X */
};

static void lines_begin(struct lines *l)
{
	l->at = kconfig_text_lines(l->t, &l->nr);
	l->e = xcalloc(l->nr, sizeof(*l->e));
	for (size_t i = 0; i < l->nr; i++) {
		strbuf_init(&l->e[i].text);
		strbuf_init(&l->e[i].before);
		strbuf_init(&l->e[i].after);
	}
	l->word = xasprintf("CONFIG_%s", l->st->symbol);
}

static void lines_finish(struct lines *l)
{
	kconfig_text_render(l->t, l->at, l->e, l->nr);
	free(l->at);
	free(l->e);
	free(l->word);
}

static const char *line_of(const struct lines *l, size_t i, size_t *n)
{
	*n = l->at[i].len;
	return l->t->text.buf + l->at[i].at;
}

/* Where the word stands in [s, s+n), before a comment; NULL: nowhere. */
static const char *find_word(const char *s, size_t n, const char *word)
{
	const char *hash = memchr(s, '#', n), *end = hash ? hash : s + n;
	size_t len = strlen(word);
	const char *p = s;

	while ((p = memmem(p, end - p, word, len))) {
		if ((p == s || !is_word_char((unsigned char)p[-1])) &&
		    (p + len == end || !is_word_char((unsigned char)p[len])))
			return p;
		p += len;
	}
	return NULL;
}

/* "CONFIG_X=..." or "# CONFIG_X is not set". */
static bool sets_symbol(const char *s, size_t n, const char *word)
{
	size_t len = strlen(word);

	if (n > 2 && !memcmp(s, "# ", 2)) {
		s += 2;
		n -= 2;
		return n > len + 11 && !memcmp(s, word, len) &&
		       !memcmp(s + len, " is not set", 11);
	}
	return n > len && !memcmp(s, word, len) && s[len] == '=';
}

void kconfig_edit_config(struct kconfig_text *t,
			 const struct kconfig_statement *st)
{
	struct lines l = { .t = t, .st = st };

	if (st->what == KCONFIG_RENAME) {
		kconfig_edit_words(t, st);
		return;
	}
	lines_begin(&l);
	for (size_t i = 0; i < l.nr; i++) {
		size_t n;
		const char *s = line_of(&l, i, &n);

		l.e[i].drop = sets_symbol(s, n, l.word);
	}
	lines_finish(&l);
}

/* How many lines are one, by backslashes at their ends. */
static size_t joined(const struct lines *l, size_t i)
{
	size_t nr = 1, n;
	const char *s = line_of(l, i, &n);

	while (i + nr < l->nr && n > 1 && s[n - 2] == '\\') {
		s = line_of(l, i + nr, &n);
		nr++;
	}
	return nr;
}

/* "NAME-$(CONFIG_X) += ...": nobody reads that list any more. */
static bool is_list_of(const char *s, size_t n, const char *word)
{
	size_t len = strlen(word), i = 0;

	while (i < n && (is_word_char((unsigned char)s[i]) ||
			 strchr("-./", s[i])))
		i++;
	if (!i || s[i - 1] != '-' || i + len + 3 > n ||
	    memcmp(s + i, "$(", 2) || memcmp(s + i + 2, word, len) ||
	    s[i + 2 + len] != ')')
		return false;
	i += len + 3;
	while (i < n && (s[i] == ' ' || s[i] == '\t'))
		i++;
	return i < n && strchr(":+?=", s[i]);
}

enum make_cond { MAKE_NONE, MAKE_OPEN, MAKE_ELSE, MAKE_END };

static bool begins_word(const char *s, size_t n, const char *word)
{
	size_t len = strlen(word);

	return n >= len && !memcmp(s, word, len) &&
	       (n == len || !is_word_char((unsigned char)s[len]));
}

static enum make_cond cond_of(const char *s, size_t n)
{
	while (n && (*s == ' ' || *s == '\t')) {
		s++;
		n--;
	}
	if (begins_word(s, n, "ifdef") || begins_word(s, n, "ifndef") ||
	    begins_word(s, n, "ifeq") || begins_word(s, n, "ifneq"))
		return MAKE_OPEN;
	if (begins_word(s, n, "else"))
		return MAKE_ELSE;
	return begins_word(s, n, "endif") ? MAKE_END : MAKE_NONE;
}

/*
 * "ifdef CONFIG_X" .. "endif" at line @i: without the symbol the first arm (of
 * ifndef: the second) goes.
 */
static bool resolve_ifdef(struct lines *l, size_t i)
{
	size_t n, k, depth = 0;
	const char *s = line_of(l, i, &n);
	bool keep;

	while (n && (*s == ' ' || *s == '\t')) {
		s++;
		n--;
	}
	keep = begins_word(s, n, "ifndef");
	if (!keep && !begins_word(s, n, "ifdef"))
		return false;
	for (k = i; k < l->nr; k++) {
		enum make_cond c;

		s = line_of(l, k, &n);
		c = cond_of(s, n);
		if (c == MAKE_ELSE && depth == 1 && find_word(s, n, l->word))
			return false;
		depth += c == MAKE_OPEN;
		if (c == MAKE_END && !--depth)
			break;
		if (c == MAKE_ELSE && depth == 1) {
			/* "else ifdef ...": the rest is a conditional */
			if (memmem(s, n, "if", 2))
				return false;
			keep = !keep;
			l->e[k].drop = true;
		} else if (!keep || k == i) {
			l->e[k].drop = true;
		}
	}
	if (k == l->nr)
		return false;
	l->e[k].drop = true;
	return true;
}

void kconfig_edit_make(struct kconfig_text *t,
		       const struct kconfig_statement *st,
		       const struct kconfig_refuser *r)
{
	struct lines l = { .t = t, .st = st, .refuser = r };

	if (st->what != KCONFIG_REMOVE) {
		kconfig_edit_words(t, st);
		return;
	}
	lines_begin(&l);
	for (size_t i = 0; i < l.nr; i++) {
		size_t n, nr = joined(&l, i);
		const char *s = line_of(&l, i, &n);
		const char *hit = find_word(s, n, l.word);

		if (!hit || l.e[i].drop)
			continue;
		if (st->mode == KEXPR_AS_N && is_list_of(s, n, l.word)) {
			for (size_t k = 0; k < nr; k++)
				l.e[i + k].drop = true;
		} else if (st->mode != KEXPR_AS_N || !resolve_ifdef(&l, i)) {
			char *why = xasprintf("what is made under %s has no symbol any more: decide what becomes of it",
					      l.word);

			r->fn(t->origin[i], hit - s, why, r->data);
			free(why);
		}
	}
	lines_finish(&l);
}
