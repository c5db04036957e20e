/* SPDX-License-Identifier: GPL-2.0-only */
/* The conditions of #if, with three values: yes, no, and nobody knows. */
#include "guard_priv.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DEPTH 48

struct parser {
	const struct guard_scope *scope;
	const char *p, *end;
	struct strbuf *unknown;
	int depth;
	bool bad;
};

static const struct guard_value nobody_knows;

static struct guard_value number(long long n)
{
	return (struct guard_value) { true, n };
}

static struct guard_value parse_ternary(struct parser *ps);

static void skip(struct parser *ps)
{
	while (ps->p < ps->end) {
		if (isspace((unsigned char)*ps->p) || *ps->p == '\\') {
			ps->p++;
		} else if (ps->end - ps->p > 1 && !memcmp(ps->p, "/*", 2)) {
			ps->p += 2;
			while (ps->p < ps->end && !(ps->end - ps->p > 1 &&
						    !memcmp(ps->p, "*/", 2)))
				ps->p++;
			ps->p += ps->p < ps->end ? 2 : 0;
		} else if (ps->end - ps->p > 1 && !memcmp(ps->p, "//", 2)) {
			ps->p = ps->end;
		} else {
			break;
		}
	}
}

static bool accept(struct parser *ps, const char *op)
{
	size_t n = strlen(op);

	skip(ps);
	if ((size_t)(ps->end - ps->p) < n || memcmp(ps->p, op, n))
		return false;
	ps->p += n;
	return true;
}

/* Symbols of Kconfig and the compiler: what they are is not our question. */
static bool is_neutral(const char *s, size_t n)
{
	static const char *const names[] = {
		"DEBUG", "MODULE", "IS_ENABLED", "IS_BUILTIN", "IS_MODULE",
		"IS_REACHABLE", "BITS_PER_LONG", "PAGE_SHIFT", "PAGE_SIZE",
	};

	if (n > 7 && !memcmp(s, "CONFIG_", 7))
		return true;
	if (n > 2 && s[0] == '_' && s[1] == '_')
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (n == strlen(names[i]) && !memcmp(s, names[i], n))
			return true;
	return false;
}

static struct guard_value open_name(struct parser *ps, const char *s, size_t n)
{
	if (ps->unknown && !ps->unknown->len && !is_neutral(s, n))
		strbuf_add(ps->unknown, s, n);
	return nobody_knows;
}

/* The target is a kernel as published: what distributors define is not there. */
static bool is_of_distributor(const char *s, size_t n)
{
	static const char *const prefixes[] = {
		"RHEL_", "SLE_", "SUSE_", "UTS_UBUNTU_", "UBUNTU_",
		"CENTOS_", "OEL_", "AX_RELEASE_",
	};

	for (size_t i = 0; i < ARRAY_SIZE(prefixes); i++)
		if (n > strlen(prefixes[i]) &&
		    !memcmp(s, prefixes[i], strlen(prefixes[i])))
			return true;
	return false;
}

struct guard_macro *guard_macro_find(const struct guard_scope *s,
				     const char *name, size_t n)
{
	for (size_t i = s->macros.nr; i-- > 0; )
		if (strlen(s->macros.v[i].name) == n &&
		    !memcmp(s->macros.v[i].name, name, n))
			return &s->macros.v[i];
	return NULL;
}

struct guard_value guard_defined(const struct guard_scope *s, const char *name,
				 size_t n)
{
	const struct guard_macro *m = guard_macro_find(s, name, n);

	if (m)
		return m->open ? nobody_knows : number(m->value != NULL);
	if ((n == 18 && !memcmp(name, "LINUX_VERSION_CODE", n)) ||
	    (n == 14 && !memcmp(name, "KERNEL_VERSION", n)) ||
	    (n == 10 && !memcmp(name, "__KERNEL__", n)) ||
	    (n == 8 && !memcmp(name, "__GNUC__", n)))
		return number(1);
	if (is_of_distributor(name, n) ||
	    (n == 11 && !memcmp(name, "__cplusplus", n)))
		return number(0);
	if (s->opt->own && strvec_has_sorted_n(s->opt->own, name, n))
		return number(0);
	return nobody_knows;
}

static size_t word_length(const struct parser *ps)
{
	size_t n = 0;

	while (ps->p + n < ps->end && is_word_char((unsigned char)ps->p[n]))
		n++;
	return n;
}

static struct guard_value parse_defined(struct parser *ps)
{
	bool paren = accept(ps, "(");
	const char *name;
	struct guard_value v;
	size_t n;

	skip(ps);
	name = ps->p;
	n = word_length(ps);
	ps->p += n;
	if (!n || (paren && !accept(ps, ")"))) {
		ps->bad = true;
		return nobody_knows;
	}
	v = guard_defined(ps->scope, name, n);
	return v.known ? v : open_name(ps, name, n);
}

/* "(a, b, ...)": the values of the first three. */
static unsigned parse_arguments(struct parser *ps, struct guard_value *v)
{
	unsigned n = 0;

	do {
		struct guard_value one = parse_ternary(ps);

		if (n < 3)
			v[n] = one;
		n++;
	} while (!ps->bad && accept(ps, ","));
	if (!accept(ps, ")"))
		ps->bad = true;
	return n;
}

static void skip_group(struct parser *ps)
{
	int depth = 1;

	for (; ps->p < ps->end && depth; ps->p++)
		depth += *ps->p == '(' ? 1 : *ps->p == ')' ? -1 : 0;
	ps->bad |= depth != 0;
}

static struct guard_value parse_name(struct parser *ps)
{
	const char *name = ps->p;
	size_t n = word_length(ps);
	struct guard_macro *m;
	struct guard_value v[3] = { 0 }, defined;

	ps->p += n;
	if (n == 7 && !memcmp(name, "defined", 7))
		return parse_defined(ps);
	m = guard_macro_find(ps->scope, name, n);
	if (!m && n == 18 && !memcmp(name, "LINUX_VERSION_CODE", n))
		return number(ps->scope->opt->version);
	if (!m && n == 14 && !memcmp(name, "KERNEL_VERSION", n) &&
	    accept(ps, "(")) {
		if (parse_arguments(ps, v) != 3)
			ps->bad = true;
		if (ps->bad || !v[0].known || !v[1].known || !v[2].known)
			return nobody_knows;
		return number(KVERSION(v[0].n, v[1].n, v[2].n));
	}
	if (accept(ps, "(")) {
		skip_group(ps);
		if (is_of_distributor(name, n))
			return number(0);
		return open_name(ps, name, n);
	}
	defined = guard_defined(ps->scope, name, n);
	if (defined.known && !defined.n)
		return number(0);
	if (m && !m->open && m->value && ps->depth < MAX_DEPTH) {
		struct parser in = *ps;

		in.p = m->value;
		in.end = m->value + strlen(m->value);
		in.depth++;
		v[0] = parse_ternary(&in);
		skip(&in);
		if (!in.bad && in.p == in.end)
			return v[0];
	}
	return open_name(ps, name, n);
}

static struct guard_value parse_primary(struct parser *ps)
{
	struct guard_value v = nobody_knows;

	skip(ps);
	if (++ps->depth > MAX_DEPTH || ps->p >= ps->end) {
		ps->bad = true;
	} else if (accept(ps, "(")) {
		v = parse_ternary(ps);
		if (!accept(ps, ")"))
			ps->bad = true;
	} else if (isdigit((unsigned char)*ps->p)) {
		char *end;
		char *text = xstrndup(ps->p, word_length(ps));

		v = number(strtoll(text, &end, 0));
		free(text);
		ps->p += word_length(ps);
	} else if (*ps->p == '!' && !(ps->end - ps->p > 1 && ps->p[1] == '=')) {
		ps->p++;
		v = parse_primary(ps);
		v.n = !v.n;
	} else if (accept(ps, "-")) {
		v = parse_primary(ps);
		v.n = -v.n;
	} else if (is_word_char((unsigned char)*ps->p)) {
		v = parse_name(ps);
	} else {
		ps->bad = true;
	}
	ps->depth--;
	return v;
}

static const struct {
	const char *op;
	int level;
} operators[] = {
	/* longer ones first */
	{ "||", 1 }, { "&&", 2 }, { "==", 6 }, { "!=", 6 }, { "<=", 7 },
	{ ">=", 7 }, { "<<", 8 }, { ">>", 8 }, { "<", 7 }, { ">", 7 },
	{ "|", 3 }, { "^", 4 }, { "&", 5 }, { "+", 9 }, { "-", 9 },
	{ "*", 10 }, { "/", 10 }, { "%", 10 },
};

static const char *next_operator(struct parser *ps, int level)
{
	skip(ps);
	for (size_t i = 0; i < ARRAY_SIZE(operators); i++) {
		size_t n = strlen(operators[i].op);

		if ((size_t)(ps->end - ps->p) < n ||
		    memcmp(ps->p, operators[i].op, n))
			continue;
		if (operators[i].level != level)
			return NULL;
		ps->p += n;
		return operators[i].op;
	}
	return NULL;
}

static struct guard_value combine(const char *op, struct guard_value a,
				  struct guard_value b)
{
	if (!strcmp(op, "&&")) {
		if ((a.known && !a.n) || (b.known && !b.n))
			return number(0);
		return a.known && b.known ? number(1) : nobody_knows;
	}
	if (!strcmp(op, "||")) {
		if ((a.known && a.n) || (b.known && b.n))
			return number(1);
		return a.known && b.known ? number(0) : nobody_knows;
	}
	if (!a.known || !b.known)
		return nobody_knows;
	switch (*op) {
	case '=':
		return number(a.n == b.n);
	case '!':
		return number(a.n != b.n);
	case '<':
		return op[1] == '=' ? number(a.n <= b.n) :
		       op[1] == '<' ? number((unsigned long long)a.n << (b.n & 63)) :
				      number(a.n < b.n);
	case '>':
		return op[1] == '=' ? number(a.n >= b.n) :
		       op[1] == '>' ? number(a.n >> (b.n & 63)) :
				      number(a.n > b.n);
	case '|':
		return number(a.n | b.n);
	case '^':
		return number(a.n ^ b.n);
	case '&':
		return number(a.n & b.n);
	case '+':
		return number((unsigned long long)a.n + b.n);
	case '-':
		return number((unsigned long long)a.n - b.n);
	case '*':
		return number((unsigned long long)a.n * b.n);
	default:
		/* the least number by -1 is too large */
		if (!b.n || b.n == -1)
			return nobody_knows;
		return number(*op == '/' ? a.n / b.n : a.n % b.n);
	}
}

static struct guard_value parse_level(struct parser *ps, int level)
{
	struct guard_value v;
	const char *op;

	if (level > 10)
		return parse_primary(ps);
	v = parse_level(ps, level + 1);
	while (!ps->bad && (op = next_operator(ps, level)))
		v = combine(op, v, parse_level(ps, level + 1));
	return v;
}

static struct guard_value parse_ternary(struct parser *ps)
{
	struct guard_value c, a, b;

	if (++ps->depth > MAX_DEPTH) {
		ps->bad = true;
		return nobody_knows;
	}
	c = parse_level(ps, 1);
	if (!ps->bad && accept(ps, "?")) {
		a = parse_ternary(ps);
		if (!accept(ps, ":"))
			ps->bad = true;
		b = parse_ternary(ps);
		c = !c.known ? nobody_knows : c.n ? a : b;
	}
	ps->depth--;
	return c;
}

struct guard_value guard_eval(const struct guard_scope *s, const char *text,
			      size_t n, struct strbuf *unknown)
{
	struct parser ps = {
		.scope = s, .p = text, .end = text + n, .unknown = unknown,
	};
	struct guard_value v = parse_ternary(&ps);

	skip(&ps);
	if (ps.bad || ps.p != ps.end)
		return nobody_knows;
	/* a name in it may be open and make no difference */
	if (v.known && unknown)
		strbuf_reset(unknown);
	return v;
}
