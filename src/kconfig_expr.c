/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Expressions of the Kconfig language.  A tree over the text; what an edit does
 * not concern is printed as it was written.
 */
#include <stdlib.h>
#include <string.h>

#include "kconfig.h"

enum node_kind { NODE_SYMBOL, NODE_COMPARE, NODE_NOT, NODE_PAREN, NODE_AND,
		 NODE_OR };

struct kexpr {
	enum node_kind kind;
	const char *s;		/* its text */
	size_t n;
	struct kexpr **of;	/* operands */
	size_t nr, alloc;
	/* NODE_COMPARE */
	const char *op;
	size_t op_len;
	enum kexpr_result state;	/* of the last edit */
};

#define MAX_DEPTH 200

struct reader {
	const char *p, *end;
	int depth;
};

/* ---- reading ---- */

static void skip(struct reader *r)
{
	while (r->p < r->end) {
		if (strchr(" \t\r\n", *r->p))
			r->p++;
		else if (*r->p == '\\' && r->p + 1 < r->end &&
			 (r->p[1] == '\n' || r->p[1] == '\r'))
			r->p += 2;
		else
			break;
	}
}

static struct kexpr *node(enum node_kind kind, const char *s)
{
	struct kexpr *e = xcalloc(1, sizeof(*e));

	e->kind = kind;
	e->s = s;
	return e;
}

static void add_operand(struct kexpr *e, struct kexpr *of)
{
	ALLOC_GROW(e->of, e->nr + 1, e->alloc);
	e->of[e->nr++] = of;
	e->n = of->s + of->n - e->s;
}

void kexpr_free(struct kexpr *e)
{
	if (!e)
		return;
	for (size_t i = 0; i < e->nr; i++)
		kexpr_free(e->of[i]);
	free(e->of);
	free(e);
}

static bool is_symbol_char(char c)
{
	return is_word_char((unsigned char)c) || c == '-' || c == '.' ||
	       c == '/';
}

static bool read_macro(struct reader *r)
{
	int depth = 0;

	for (r->p++; r->p < r->end; ) {
		char c = *r->p++;

		if (c == '(')
			depth++;
		else if (c == ')' && !--depth)
			return true;
	}
	return false;
}

static bool at_macro(const struct reader *r)
{
	return r->p + 1 < r->end && *r->p == '$' && r->p[1] == '(';
}

/* A symbol, a constant in quotes, or what a macro gives. */
static struct kexpr *read_symbol(struct reader *r)
{
	const char *s;
	struct kexpr *e;

	skip(r);
	s = r->p;
	if (r->p < r->end && (*r->p == '"' || *r->p == '\'')) {
		char quote = *r->p++;

		while (r->p < r->end && *r->p != quote) {
			if (at_macro(r) && !read_macro(r))
				return NULL;
			if (r->p < r->end && *r->p != quote)
				r->p += *r->p == '\\' && r->p + 1 < r->end ?
					2 : 1;
		}
		if (r->p == r->end)
			return NULL;
		r->p++;
	} else {
		while (r->p < r->end) {
			if (is_symbol_char(*r->p))
				r->p++;
			else if (at_macro(r)) {
				if (!read_macro(r))
					return NULL;
			} else {
				break;
			}
		}
	}
	if (r->p == s)
		return NULL;
	e = node(NODE_SYMBOL, s);
	e->n = r->p - s;
	return e;
}

static size_t compare_operator(const struct reader *r)
{
	size_t left = r->end - r->p;

	if (left >= 2 && (!memcmp(r->p, "!=", 2) || !memcmp(r->p, "<=", 2) ||
			  !memcmp(r->p, ">=", 2)))
		return 2;
	return left >= 1 && strchr("=<>", *r->p);
}

static struct kexpr *read_list(struct reader *r, enum node_kind kind);

static struct kexpr *read_unary(struct reader *r)
{
	const char *s;
	struct kexpr *e, *of;

	skip(r);
	s = r->p;
	if (r->p == r->end || r->depth >= MAX_DEPTH)
		return NULL;
	r->depth++;
	if (*s == '!' || *s == '(') {
		e = node(*s == '!' ? NODE_NOT : NODE_PAREN, s);
		r->p++;
		of = *s == '!' ? read_unary(r) : read_list(r, NODE_OR);
		if (of)
			add_operand(e, of);
		skip(r);
		if (of && *s == '(') {
			of = r->p < r->end && *r->p == ')' ? of : NULL;
			r->p += of != NULL;
			e->n = r->p - s;
		}
	} else {
		e = of = read_symbol(r);
		skip(r);
		if (e && compare_operator(r)) {
			e = node(NODE_COMPARE, s);
			add_operand(e, of);
			e->op = r->p;
			e->op_len = compare_operator(r);
			r->p += e->op_len;
			of = read_symbol(r);
			if (of)
				add_operand(e, of);
		}
	}
	r->depth--;
	if (!of) {
		kexpr_free(e);
		e = NULL;
	}
	return e;
}

/* Operands joined by && (or ||, of which each is an && list). */
static struct kexpr *read_list(struct reader *r, enum node_kind kind)
{
	const char *op = kind == NODE_OR ? "||" : "&&";
	struct kexpr *e = NULL, *of;

	for (;;) {
		of = kind == NODE_OR ? read_list(r, NODE_AND) : read_unary(r);
		if (!of) {
			kexpr_free(e);
			return NULL;
		}
		skip(r);
		if (r->end - r->p < 2 || memcmp(r->p, op, 2))
			break;
		r->p += 2;
		if (!e)
			e = node(kind, of->s);
		add_operand(e, of);
	}
	if (!e)
		return of;
	add_operand(e, of);
	return e;
}

struct kexpr *kexpr_parse(const char *s, size_t n)
{
	struct reader r = { s, s + n, 0 };
	struct kexpr *e = read_list(&r, NODE_OR);

	skip(&r);
	if (e && r.p != r.end) {
		kexpr_free(e);
		e = NULL;
	}
	return e;
}

/* ---- printing ---- */

static bool is_gone(const struct kexpr *e)
{
	return e->state != KEXPR_SAME && e->state != KEXPR_CHANGED;
}

static void print(const struct kexpr *e, struct strbuf *out);

/* What stands between two operands was written before the second one. */
static void print_list(const struct kexpr *e, struct strbuf *out)
{
	bool first = true;

	for (size_t i = 0; i < e->nr; i++) {
		const struct kexpr *of = e->of[i];

		if (is_gone(of))
			continue;
		if (!first) {
			const struct kexpr *last = e->of[i - 1];
			const char *from = last->s + last->n;

			strbuf_add(out, from, of->s - from);
		}
		print(of, out);
		first = false;
	}
}

static size_t left_of(const struct kexpr *e)
{
	size_t n = 0;

	for (size_t i = 0; i < e->nr; i++)
		n += !is_gone(e->of[i]);
	return n;
}

/* The only operand that is left, as deep as it goes. */
static const struct kexpr *core_of(const struct kexpr *e)
{
	while (e->state == KEXPR_CHANGED &&
	       (e->kind == NODE_AND || e->kind == NODE_OR) && left_of(e) == 1) {
		size_t i = 0;

		while (is_gone(e->of[i]))
			i++;
		e = e->of[i];
	}
	return e;
}

static void print(const struct kexpr *e, struct strbuf *out)
{
	const struct kexpr *core;

	if (e->state == KEXPR_SAME) {
		strbuf_add(out, e->s, e->n);
		return;
	}
	switch (e->kind) {
	case NODE_NOT:
		strbuf_addch(out, '!');
		print(e->of[0], out);
		break;
	case NODE_PAREN:
		core = core_of(e->of[0]);
		if (core->kind != NODE_AND && core->kind != NODE_OR) {
			print(core, out);
			break;
		}
		strbuf_addch(out, '(');
		print(core, out);
		strbuf_addch(out, ')');
		break;
	case NODE_AND:
	case NODE_OR:
		print_list(e, out);
		break;
	default:
		strbuf_add(out, e->s, e->n);
	}
}

/* ---- a symbol that goes away ---- */

static bool text_is(const struct kexpr *e, const char *text)
{
	return e->n == strlen(text) && !memcmp(e->s, text, e->n);
}

bool kexpr_mentions(const struct kexpr *e, const char *symbol)
{
	if (e->kind == NODE_SYMBOL)
		return text_is(e, symbol);
	for (size_t i = 0; i < e->nr; i++)
		if (kexpr_mentions(e->of[i], symbol))
			return true;
	return false;
}

/* "X=y" and the like, where X has a known value. */
static enum kexpr_result resolve_compare(const struct kexpr *e,
					 const char *symbol,
					 enum kexpr_mode mode)
{
	const struct kexpr *other = text_is(e->of[0], symbol) ? e->of[1] :
								e->of[0];
	char value = mode == KEXPR_AS_N ? 'n' : 'y';
	const char *s = other->s;
	size_t n = other->n;
	bool same;

	if (mode == KEXPR_DROP)
		return KEXPR_EMPTY;
	if (n == 3 && (*s == '"' || *s == '\'')) {
		s++;
		n = 1;
	}
	if (n != 1 || !strchr("nmy", *s))
		return KEXPR_ODD;
	same = *s == value;
	if (e->op_len == 1 && *e->op == '=')
		return same ? KEXPR_Y : KEXPR_N;
	if (*e->op == '!')
		return same ? KEXPR_N : KEXPR_Y;
	return KEXPR_ODD;
}

static enum kexpr_result opposite(enum kexpr_result r)
{
	return r == KEXPR_N ? KEXPR_Y : r == KEXPR_Y ? KEXPR_N : r;
}

static enum kexpr_result resolve(struct kexpr *e, const char *symbol,
				 enum kexpr_mode mode);

/* @all decides the list, @none of it does not count. */
static enum kexpr_result resolve_list(struct kexpr *e, const char *symbol,
				      enum kexpr_mode mode)
{
	enum kexpr_result all = e->kind == NODE_AND ? KEXPR_N : KEXPR_Y;
	enum kexpr_result r, sum = KEXPR_SAME;
	bool left = false, decided = false, odd = false, empty = false;

	for (size_t i = 0; i < e->nr; i++) {
		r = resolve(e->of[i], symbol, mode);
		odd |= r == KEXPR_ODD;
		decided |= r == all;
		empty |= r == KEXPR_EMPTY;
		left |= r == KEXPR_SAME || r == KEXPR_CHANGED;
		if (r != KEXPR_SAME)
			sum = KEXPR_CHANGED;
	}
	if (odd)
		return KEXPR_ODD;
	if (decided)
		return all;
	if (!left)
		return empty ? KEXPR_EMPTY : opposite(all);
	return sum;
}

static enum kexpr_result resolve(struct kexpr *e, const char *symbol,
				 enum kexpr_mode mode)
{
	enum kexpr_result r = KEXPR_SAME;

	switch (e->kind) {
	case NODE_SYMBOL:
		if (text_is(e, symbol))
			r = mode == KEXPR_AS_N ? KEXPR_N :
			    mode == KEXPR_AS_Y ? KEXPR_Y : KEXPR_EMPTY;
		break;
	case NODE_COMPARE:
		if (kexpr_mentions(e, symbol))
			r = resolve_compare(e, symbol, mode);
		break;
	case NODE_NOT:
		r = opposite(resolve(e->of[0], symbol, mode));
		break;
	case NODE_PAREN:
		r = resolve(e->of[0], symbol, mode);
		break;
	case NODE_AND:
	case NODE_OR:
		r = resolve_list(e, symbol, mode);
		break;
	}
	e->state = r;
	return r;
}

enum kexpr_result kexpr_resolve(struct kexpr *e, const char *symbol,
				enum kexpr_mode mode, struct strbuf *out)
{
	enum kexpr_result r = resolve(e, symbol, mode);

	if (r == KEXPR_CHANGED)
		print(e, out);
	return r;
}

/* ---- terms ---- */

void kexpr_normal(const char *s, size_t n, struct strbuf *out)
{
	struct kexpr *e = kexpr_parse(s, n);
	const struct kexpr *core = e;
	bool blank = false;

	while (core && core->kind == NODE_PAREN)
		core = core->of[0];
	if (core) {
		s = core->s;
		n = core->n;
	}
	for (size_t i = 0; i < n; i++) {
		if (strchr(" \t\r\n\\", s[i])) {
			blank = true;
			continue;
		}
		if (blank && out->len)
			strbuf_addch(out, ' ');
		blank = false;
		strbuf_addch(out, s[i]);
	}
	kexpr_free(e);
}

static size_t nr_terms(const struct kexpr *e)
{
	return e->kind == NODE_AND ? e->nr : 1;
}

static const struct kexpr *term(const struct kexpr *e, size_t i)
{
	return e->kind == NODE_AND ? e->of[i] : e;
}

void kexpr_terms(const struct kexpr *e, struct strvec *terms)
{
	for (size_t i = 0; i < nr_terms(e); i++)
		strvec_pushn(terms, term(e, i)->s, term(e, i)->n);
}

/* Those terms of which @gone says so go; others may be changed already. */
static enum kexpr_result without(struct kexpr *e, const bool *gone,
				 struct strbuf *out)
{
	bool changed = e->state == KEXPR_CHANGED;
	size_t left = 0, nr = nr_terms(e);

	for (size_t i = 0; i < nr; i++) {
		if (e->kind == NODE_AND && gone[i])
			e->of[i]->state = KEXPR_EMPTY;
		left += !gone[i];
	}
	if (left == nr && !changed)
		return KEXPR_SAME;
	if (!left)
		return KEXPR_EMPTY;
	e->state = KEXPR_CHANGED;
	print(e, out);
	return KEXPR_CHANGED;
}

enum kexpr_result kexpr_without(struct kexpr *e, const char *what,
				struct strbuf *out)
{
	struct strbuf want = STRBUF_INIT, have = STRBUF_INIT;
	bool *gone = xcalloc(nr_terms(e), sizeof(*gone));
	enum kexpr_result r;

	kexpr_normal(what, strlen(what), &want);
	for (size_t i = 0; i < nr_terms(e); i++) {
		strbuf_reset(&have);
		kexpr_normal(term(e, i)->s, term(e, i)->n, &have);
		gone[i] = !strbuf_cmp(&have, &want);
	}
	r = without(e, gone, out);
	free(gone);
	strbuf_release(&want);
	strbuf_release(&have);
	return r;
}

/* "A || A", and both kinds of list in parentheses, as deep as they go. */
static bool unify_inside(struct kexpr *e, bool top)
{
	struct strvec have = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	bool list = e->kind == NODE_OR || (e->kind == NODE_AND && !top);
	bool changed = false;

	for (size_t i = 0; i < e->nr; i++) {
		strbuf_reset(&text);
		kexpr_normal(e->of[i]->s, e->of[i]->n, &text);
		if (list && strvec_has(&have, text.buf)) {
			e->of[i]->state = KEXPR_EMPTY;
			changed = true;
			continue;
		}
		strvec_push(&have, text.buf);
		changed |= unify_inside(e->of[i], false);
	}
	e->state = changed ? KEXPR_CHANGED : KEXPR_SAME;
	strbuf_release(&text);
	strvec_release(&have);
	return changed;
}

enum kexpr_result kexpr_unique(struct kexpr *e, struct strvec *have,
			       struct strbuf *out)
{
	bool *gone = xcalloc(nr_terms(e), sizeof(*gone));
	struct strbuf text = STRBUF_INIT;
	enum kexpr_result r;

	unify_inside(e, true);
	for (size_t i = 0; i < nr_terms(e); i++) {
		strbuf_reset(&text);
		kexpr_normal(term(e, i)->s, term(e, i)->n, &text);
		gone[i] = strvec_has(have, text.buf);
		if (!gone[i])
			strvec_push(have, text.buf);
	}
	r = without(e, gone, out);
	free(gone);
	strbuf_release(&text);
	return r;
}

void kexpr_is_n(const struct kexpr *e, struct strbuf *out)
{
	switch (e->kind) {
	case NODE_SYMBOL:
		strbuf_add(out, e->s, e->n);
		strbuf_addstr(out, "=n");
		break;
	case NODE_COMPARE:
		strbuf_addch(out, '!');
		strbuf_add(out, e->s, e->n);
		break;
	case NODE_NOT:
		/* !E is n exactly when E is y */
		if (e->of[0]->kind == NODE_SYMBOL) {
			strbuf_add(out, e->of[0]->s, e->of[0]->n);
			strbuf_addstr(out, "=y");
		} else {
			strbuf_add(out, e->of[0]->s, e->of[0]->n);
		}
		break;
	case NODE_PAREN:
		kexpr_is_n(e->of[0], out);
		break;
	case NODE_AND:
	case NODE_OR:
		strbuf_addch(out, '(');
		for (size_t i = 0; i < e->nr; i++) {
			if (i)
				strbuf_addstr(out, e->kind == NODE_AND ?
						   " || " : " && ");
			kexpr_is_n(e->of[i], out);
		}
		strbuf_addch(out, ')');
		break;
	}
}

bool kexpr_rename(const char *s, size_t n, const char *old, const char *new,
		  struct strbuf *out)
{
	size_t len = strlen(old);
	bool changed = false;
	char quote = 0;

	for (size_t i = 0; i < n; ) {
		size_t k = i;

		while (!quote && k < n && is_symbol_char(s[k]))
			k++;
		if (k > i) {
			if (k - i == len && !memcmp(s + i, old, len)) {
				strbuf_addstr(out, new);
				changed = true;
			} else {
				strbuf_add(out, s + i, k - i);
			}
			i = k;
			continue;
		}
		if (quote)
			quote = s[i] == quote ? 0 : quote;
		else if (s[i] == '"' || s[i] == '\'')
			quote = s[i];
		strbuf_addch(out, s[i++]);
	}
	return changed;
}
