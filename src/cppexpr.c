/* SPDX-License-Identifier: GPL-2.0-only */
#include "cppexpr.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DEPTH 64	/* of parentheses and macros; deeper is not known */
#define MAX_DIGITS 40

struct parser {
	const char *p, *end;
	const struct cppexpr_names *names;
	int depth;
	bool bad;
};

static const struct cpp_number unknown;

static struct cpp_number parse_ternary(struct parser *ps);

static bool at(const struct parser *ps, const char *text)
{
	size_t n = strlen(text);

	return (size_t)(ps->end - ps->p) >= n && !memcmp(ps->p, text, n);
}

static void skip_comment(struct parser *ps)
{
	for (ps->p += 2; ps->p < ps->end && !at(ps, "*/"); ps->p++)
		;
	ps->p += ps->p < ps->end ? 2 : 0;
}

static void skip(struct parser *ps)
{
	while (ps->p < ps->end) {
		if (isspace((unsigned char)*ps->p) || *ps->p == '\\')
			ps->p++;
		else if (at(ps, "/*"))
			skip_comment(ps);
		else if (at(ps, "//"))
			ps->p = ps->end;
		else
			break;
	}
}

static bool accept(struct parser *ps, const char *op)
{
	skip(ps);
	if (!at(ps, op))
		return false;
	ps->p += strlen(op);
	return true;
}

static size_t word_length(const struct parser *ps)
{
	size_t n = 0;

	while (ps->p + n < ps->end && is_word_char((unsigned char)ps->p[n]))
		n++;
	return n;
}

static bool is_name(const char *name, size_t n, const char *wanted)
{
	return n == strlen(wanted) && !memcmp(name, wanted, n);
}

/* ---- words ---- */

/* The rest of "( ... )", of which the first was taken. */
static void skip_group(struct parser *ps)
{
	int depth = 1;

	for (; ps->p < ps->end && depth; ps->p++)
		depth += *ps->p == '(' ? 1 : *ps->p == ')' ? -1 : 0;
	ps->bad |= depth != 0;
}

static struct cpp_number parse_kernel_version(struct parser *ps)
{
	struct cpp_number v[3];

	for (int i = 0; i < 3; i++) {
		v[i] = parse_ternary(ps);
		if (!accept(ps, i < 2 ? "," : ")")) {
			ps->bad = true;
			return unknown;
		}
	}
	for (int i = 0; i < 3; i++)
		if (!v[i].known || v[i].n < 0 || v[i].n > 65535)
			return unknown;
	return cpp_number(KVERSION(v[0].n, v[1].n, v[2].n));
}

/* "defined NAME", "defined(NAME)" */
static struct cpp_number parse_defined(struct parser *ps)
{
	bool group = accept(ps, "(");
	const char *name;
	size_t n;

	skip(ps);
	name = ps->p;
	n = word_length(ps);
	ps->p += n;
	if (!n || (group && !accept(ps, ")"))) {
		ps->bad = true;
		return unknown;
	}
	return ps->names->defined(name, n, ps->names->data);
}

static struct cpp_number parse_word(struct parser *ps)
{
	const char *name = ps->p;
	size_t n = word_length(ps);
	bool called;

	ps->p += n;
	if (is_name(name, n, "defined"))
		return parse_defined(ps);
	called = accept(ps, "(");
	if (called && is_name(name, n, "KERNEL_VERSION"))
		return parse_kernel_version(ps);
	if (called)
		skip_group(ps);		/* IS_ENABLED(X) and the like */
	return ps->names->value(name, n, called, ps->depth, ps->names->data);
}

static struct cpp_number parse_number(struct parser *ps)
{
	size_t n = word_length(ps), digits;
	char text[MAX_DIGITS + 1], *end;
	unsigned long long value;

	if (n > MAX_DIGITS) {
		ps->p += n;
		ps->bad = true;
		return unknown;
	}
	memcpy(text, ps->p, n);
	text[n] = '\0';
	ps->p += n;
	value = strtoull(text, &end, 0);
	digits = end - text;
	digits += strspn(end, "uUlL");
	if (digits < n || at(ps, ".")) {
		ps->bad = true;
		return unknown;
	}
	return cpp_number((long long)value);
}

/* ---- operators ---- */

static struct cpp_number parse_sign(struct parser *ps, char op);

static struct cpp_number parse_unary(struct parser *ps)
{
	struct cpp_number v = unknown;

	skip(ps);
	if (++ps->depth > MAX_DEPTH || ps->p >= ps->end) {
		ps->bad = true;
	} else if (strchr("!-+~", *ps->p)) {
		v = parse_sign(ps, *ps->p++);
	} else if (accept(ps, "(")) {
		v = parse_ternary(ps);
		if (!accept(ps, ")"))
			ps->bad = true;
	} else if (isdigit((unsigned char)*ps->p)) {
		v = parse_number(ps);
	} else if (is_word_char((unsigned char)*ps->p)) {
		v = parse_word(ps);
	} else {
		ps->bad = true;
	}
	ps->depth--;
	return v;
}

static struct cpp_number parse_sign(struct parser *ps, char op)
{
	struct cpp_number v = parse_unary(ps);

	if (v.known && op == '!')
		v.n = !v.n;
	else if (v.known && op == '-')
		v.n = (long long)(0 - (unsigned long long)v.n);
	else if (v.known && op == '~')
		v.n = ~v.n;
	return v;
}

/* Longer ones before those that they begin with. */
static const struct operator {
	const char *text;
	int level;
} operators[] = {
	{ "||", 1 }, { "&&", 2 }, { "==", 6 }, { "!=", 6 }, { "<=", 7 },
	{ ">=", 7 }, { "<<", 8 }, { ">>", 8 }, { "<", 7 }, { ">", 7 },
	{ "|", 3 }, { "^", 4 }, { "&", 5 }, { "+", 9 }, { "-", 9 },
	{ "*", 10 }, { "/", 10 }, { "%", 10 },
};

static const struct operator *peek_operator(struct parser *ps)
{
	skip(ps);
	for (size_t i = 0; i < ARRAY_SIZE(operators); i++)
		if (at(ps, operators[i].text))
			return &operators[i];
	return NULL;
}

static struct cpp_number apply_logic(bool is_and, struct cpp_number a,
				     struct cpp_number b)
{
	bool decides = !is_and;

	if ((a.known && !!a.n == decides) || (b.known && !!b.n == decides))
		return cpp_number(decides);
	return a.known && b.known ? cpp_number(!decides) : unknown;
}

static struct cpp_number apply(const char *op, struct cpp_number a,
			       struct cpp_number b)
{
	unsigned long long x = a.n, y = b.n;

	if (!strcmp(op, "&&") || !strcmp(op, "||"))
		return apply_logic(*op == '&', a, b);
	if (!a.known || !b.known)
		return unknown;
	switch (op[0]) {
	case '=':
		return cpp_number(a.n == b.n);
	case '!':
		return cpp_number(a.n != b.n);
	case '<':
		if (op[1] == '<')
			return y < 64 ? cpp_number(x << y) : unknown;
		return cpp_number(op[1] ? a.n <= b.n : a.n < b.n);
	case '>':
		if (op[1] == '>')
			return y < 64 ? cpp_number(a.n >> y) : unknown;
		return cpp_number(op[1] ? a.n >= b.n : a.n > b.n);
	case '|':
		return cpp_number(x | y);
	case '^':
		return cpp_number(x ^ y);
	case '&':
		return cpp_number(x & y);
	case '+':
		return cpp_number(x + y);
	case '-':
		return cpp_number(x - y);
	case '*':
		return cpp_number(x * y);
	}
	if (b.n <= 0)	/* also keeps LLONG_MIN / -1 away */
		return unknown;
	return cpp_number(op[0] == '/' ? a.n / b.n : a.n % b.n);
}

static struct cpp_number parse_binary(struct parser *ps, int level)
{
	struct cpp_number left = parse_unary(ps);
	const struct operator *op;

	while (!ps->bad && (op = peek_operator(ps)) && op->level >= level) {
		struct cpp_number right;

		ps->p += strlen(op->text);
		right = parse_binary(ps, op->level + 1);
		left = apply(op->text, left, right);
	}
	return left;
}

static struct cpp_number parse_ternary(struct parser *ps)
{
	struct cpp_number v = parse_binary(ps, 1), a, b;

	if (ps->bad || !accept(ps, "?"))
		return v;
	if (++ps->depth > MAX_DEPTH) {
		ps->bad = true;
		return unknown;
	}
	a = parse_ternary(ps);
	if (!accept(ps, ":"))
		ps->bad = true;
	b = parse_ternary(ps);
	ps->depth--;
	if (v.known)
		return v.n ? a : b;
	return a.known && b.known && a.n == b.n ? a : unknown;
}

struct cpp_number cppexpr_eval(const char *text, size_t len,
			       const struct cppexpr_names *names, int depth)
{
	struct parser ps = {
		.p = text, .end = text + len, .names = names, .depth = depth,
	};
	struct cpp_number v = parse_ternary(&ps);

	skip(&ps);
	return ps.bad || ps.p < ps.end ? unknown : v;
}

/* ---- constants ---- */

static struct cpp_number no_value(const char *name, size_t n, bool called,
				  int depth, void *data)
{
	(void)name, (void)n, (void)called, (void)depth, (void)data;
	return unknown;
}

static struct cpp_number not_known(const char *name, size_t n, void *data)
{
	(void)name, (void)n, (void)data;
	return unknown;
}

bool cppexpr_next_constant(const char **p, const char *end, bool numbers,
			   long long *n)
{
	static const struct cppexpr_names none = { not_known, no_value, NULL };
	struct parser ps = { .p = *p, .end = end, .names = &none };
	struct cpp_number v = unknown;

	while (ps.p < end && !v.known) {
		size_t len = word_length(&ps);

		ps.bad = false;
		if (numbers && isdigit((unsigned char)*ps.p))
			v = parse_number(&ps);
		else if (is_name(ps.p, len, "KERNEL_VERSION"))
			v = parse_word(&ps);
		else
			ps.p += len ? len : 1;
		v.known &= !ps.bad;
	}
	*p = ps.p;
	*n = v.n;
	return v.known;
}
