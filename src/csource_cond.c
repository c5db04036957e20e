/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The conditions of #if.  An arm is dead if its condition is false for every
 * kernel version, old if it is false for 5.3 and all after it, and inactive if
 * it is for something else than the kernel's C (__cplusplus).  They are
 * found by trying: the conditions on the stack are evaluated, with three
 * values, at each version that they mention and at its neighbours.
 */
#include "csource_int.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define VERSION(a, b, c) (((a) << 16) + ((b) << 8) + ((c) > 255 ? 255 : (c)))
#define NEW_KERNEL VERSION(5, 3, 0)
#define MAX_SAMPLES 96
#define MAX_DEPTH 64	/* of parentheses; deeper is "unknown" */

struct value {
	bool known;
	long long n;
};

struct level {
	struct strvec arms;	/* conditions so far; the last one is the current */
	bool in_else;
	enum c_region region;
};

struct cond_stack {
	struct level *levels;
	size_t nr, alloc;
};

struct parser {
	const char *p;
	long long version;
	bool kernel;	/* C of the kernel is compiled */
	int depth;
	bool bad;
};

static const struct value unknown;

static struct value number(long long n)
{
	return (struct value) { true, n };
}

static struct value truth(bool b)
{
	return number(b);
}

static void skip_blanks(struct parser *ps)
{
	while (isspace((unsigned char)*ps->p))
		ps->p++;
}

static bool accept(struct parser *ps, const char *op)
{
	size_t n = strlen(op);

	skip_blanks(ps);
	if (strncmp(ps->p, op, n))
		return false;
	ps->p += n;
	return true;
}

static struct value parse_ternary(struct parser *ps);

/* Skip "( ... )" when it stands next. */
static bool skip_group(struct parser *ps)
{
	int depth = 0;

	skip_blanks(ps);
	if (*ps->p != '(')
		return false;
	do {
		if (*ps->p == '(')
			depth++;
		else if (*ps->p == ')')
			depth--;
		else if (!*ps->p)
			return false;
		ps->p++;
	} while (depth);
	return true;
}

static struct value parse_kernel_version(struct parser *ps)
{
	struct value v[3];
	int i;

	if (!accept(ps, "("))
		return unknown;
	for (i = 0; i < 3; i++) {
		v[i] = parse_ternary(ps);
		if (!accept(ps, i < 2 ? "," : ")")) {
			ps->bad = true;
			return unknown;
		}
	}
	for (i = 0; i < 3; i++)
		if (!v[i].known || v[i].n < 0 || v[i].n > 65535)
			return unknown;
	return number(VERSION(v[0].n, v[1].n, v[2].n));
}

/* "defined NAME", "defined(NAME)": known of names that make no kernel C. */
static struct value parse_defined(struct parser *ps)
{
	static const struct {
		const char *name;
		bool defined;
	} names[] = {
		{ "__KERNEL__", true }, { "__cplusplus", false },
		{ "__ASSEMBLY__", false }, { "__ASSEMBLER__", false },
	};
	bool group = accept(ps, "(");
	const char *s;
	size_t n;

	skip_blanks(ps);
	s = ps->p;
	while (is_word_char((unsigned char)*ps->p))
		ps->p++;
	n = ps->p - s;
	if (group && !accept(ps, ")"))
		ps->bad = true;
	for (size_t i = 0; i < ARRAY_SIZE(names) && ps->kernel; i++)
		if (n == strlen(names[i].name) && !memcmp(s, names[i].name, n))
			return truth(names[i].defined);
	return unknown;
}

static struct value parse_word(struct parser *ps)
{
	const char *s = ps->p;
	size_t n;

	while (is_word_char((unsigned char)*ps->p))
		ps->p++;
	n = ps->p - s;
	if (n == 18 && !strncmp(s, "LINUX_VERSION_CODE", n))
		return number(ps->version);
	if (n == 14 && !strncmp(s, "KERNEL_VERSION", n))
		return parse_kernel_version(ps);
	if (n == 7 && !strncmp(s, "defined", n))
		return parse_defined(ps);
	skip_group(ps);		/* IS_ENABLED(X) and the like */
	return unknown;
}

static struct value parse_number(struct parser *ps)
{
	char *end;
	unsigned long long n = strtoull(ps->p, &end, 0);

	ps->p = end;
	while (*ps->p && strchr("uUlL", *ps->p))
		ps->p++;
	if (is_word_char((unsigned char)*ps->p) || *ps->p == '.') {
		ps->bad = true;
		return unknown;
	}
	return number((long long)n);
}

static struct value parse_unary(struct parser *ps)
{
	struct value v;
	char c;

	skip_blanks(ps);
	c = *ps->p;
	if (++ps->depth > MAX_DEPTH || !c) {
		ps->bad = true;
		return unknown;
	}
	if (c == '!' || c == '-' || c == '+' || c == '~') {
		ps->p++;
		v = parse_unary(ps);
		if (v.known && c == '!')
			v.n = !v.n;
		else if (v.known && c == '-')
			v.n = (long long)(0 - (unsigned long long)v.n);
		else if (v.known && c == '~')
			v.n = ~v.n;
	} else if (c == '(') {
		ps->p++;
		v = parse_ternary(ps);
		if (!accept(ps, ")"))
			ps->bad = true;
	} else if (isdigit((unsigned char)c)) {
		v = parse_number(ps);
	} else if (is_word_char((unsigned char)c)) {
		v = parse_word(ps);
	} else {
		ps->bad = true;
		v = unknown;
	}
	ps->depth--;
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
	size_t i;

	skip_blanks(ps);
	for (i = 0; i < ARRAY_SIZE(operators); i++)
		if (!strncmp(ps->p, operators[i].text,
			     strlen(operators[i].text)))
			return &operators[i];
	return NULL;
}

static struct value apply_logic(bool is_and, struct value a, struct value b)
{
	bool decides = !is_and;

	if ((a.known && !!a.n == decides) || (b.known && !!b.n == decides))
		return truth(decides);
	return a.known && b.known ? truth(!decides) : unknown;
}

static struct value apply(const char *op, struct value a, struct value b)
{
	unsigned long long x = a.n, y = b.n;

	if (!strcmp(op, "&&") || !strcmp(op, "||"))
		return apply_logic(*op == '&', a, b);
	if (!a.known || !b.known)
		return unknown;
	switch (op[0]) {
	case '=':
		return truth(a.n == b.n);
	case '!':
		return truth(a.n != b.n);
	case '<':
		if (op[1] == '<')
			return y < 64 ? number(x << y) : unknown;
		return truth(op[1] ? a.n <= b.n : a.n < b.n);
	case '>':
		if (op[1] == '>')
			return y < 64 ? number(a.n >> y) : unknown;
		return truth(op[1] ? a.n >= b.n : a.n > b.n);
	case '|':
		return number(x | y);
	case '^':
		return number(x ^ y);
	case '&':
		return number(x & y);
	case '+':
		return number(x + y);
	case '-':
		return number(x - y);
	case '*':
		return number(x * y);
	}
	if (b.n <= 0)	/* also keeps LLONG_MIN / -1 away */
		return unknown;
	return number(op[0] == '/' ? a.n / b.n : a.n % b.n);
}

static struct value parse_binary(struct parser *ps, int level)
{
	struct value left = parse_unary(ps);
	const struct operator *op;

	while (!ps->bad && (op = peek_operator(ps)) && op->level >= level) {
		struct value right;

		ps->p += strlen(op->text);
		right = parse_binary(ps, op->level + 1);
		left = apply(op->text, left, right);
	}
	return left;
}

static struct value parse_ternary(struct parser *ps)
{
	struct value v = parse_binary(ps, 1), a, b;

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

static struct value evaluate(const char *text, long long version, bool kernel)
{
	struct parser ps = {
		.p = text, .version = version, .kernel = kernel,
	};
	struct value v = parse_ternary(&ps);

	skip_blanks(&ps);
	return ps.bad || *ps.p ? unknown : v;
}

/* The versions at which the value of @text can change, and both neighbours. */
static void add_samples(const char *text, long long *samples, size_t *nr)
{
	struct parser ps = { .p = text };

	while (*ps.p) {
		struct value v = unknown;

		if (isdigit((unsigned char)*ps.p))
			v = parse_number(&ps);
		else if (is_word_char((unsigned char)*ps.p)) {
			const char *s = ps.p;

			if (starts_with(s, "KERNEL_VERSION")) {
				v = parse_word(&ps);
			} else {
				while (is_word_char((unsigned char)*ps.p))
					ps.p++;
			}
		} else {
			ps.p++;
		}
		if (v.known && *nr + 3 <= MAX_SAMPLES) {
			samples[(*nr)++] = v.n - 1;
			samples[(*nr)++] = v.n;
			samples[(*nr)++] = v.n + 1;
		} else if (v.known) {
			*nr = MAX_SAMPLES + 1;	/* too many to say */
			return;
		}
	}
}

/* Can the arm of @l be compiled at @version?  False only if surely not. */
static bool level_possible(const struct level *l, long long version,
			   bool kernel)
{
	size_t i, last = l->arms.nr - 1;

	for (i = 0; i <= last; i++) {
		struct value v = evaluate(l->arms.v[i], version, kernel);
		bool wanted = i == last && !l->in_else;

		if (v.known && !!v.n != wanted)
			return false;
	}
	return true;
}

static bool possible(const struct cond_stack *c, long long version,
		     bool kernel)
{
	size_t i;

	for (i = 0; i < c->nr; i++)
		if (!level_possible(&c->levels[i], version, kernel))
			return false;
	return true;
}

static enum c_region find_region(const struct cond_stack *c, bool kernel)
{
	long long samples[MAX_SAMPLES + 4] = { 0, NEW_KERNEL };
	bool old = false;
	size_t nr = 2, i, j;

	for (i = 0; i < c->nr; i++)
		for (j = 0; j < c->levels[i].arms.nr; j++) {
			add_samples(c->levels[i].arms.v[j], samples, &nr);
			if (nr > MAX_SAMPLES)
				return C_CODE;
		}
	for (i = 0; i < nr; i++) {
		if (samples[i] < 0 || !possible(c, samples[i], kernel))
			continue;
		if (samples[i] >= NEW_KERNEL)
			return C_CODE;
		old = true;
	}
	return old ? C_OLD_ARM : C_IF0;
}

struct cond_stack *cond_new(void)
{
	return xcalloc(1, sizeof(struct cond_stack));
}

static void cond_pop(struct cond_stack *c)
{
	if (c->nr)
		strvec_release(&c->levels[--c->nr].arms);
}

void cond_free(struct cond_stack *c)
{
	if (!c)
		return;
	while (c->nr)
		cond_pop(c);
	free(c->levels);
	free(c);
}

static struct level *cond_push(struct cond_stack *c)
{
	struct level *l;

	ALLOC_GROW(c->levels, c->nr + 1, c->alloc);
	l = &c->levels[c->nr++];
	strvec_init(&l->arms);
	l->in_else = false;
	return l;
}

static bool constant_text(const char *s)
{
	return strstr(s, "_VERSION") || strpbrk(s, "0123456789");
}

/* Of the names that parse_defined() knows. */
static bool predefined_text(const char *s)
{
	return strstr(s, "__KERNEL__") || strstr(s, "__cplusplus") ||
	       strstr(s, "__ASSEMBL");
}

/* Nothing can be said where no condition holds one of these. */
static enum c_region region_now(const struct cond_stack *c)
{
	bool constant = false, predefined = false;
	enum c_region region = C_CODE;

	for (size_t i = 0; i < c->nr; i++)
		for (size_t j = 0; j < c->levels[i].arms.nr; j++) {
			constant |= constant_text(c->levels[i].arms.v[j]);
			predefined |= predefined_text(c->levels[i].arms.v[j]);
		}
	if (constant)
		region = find_region(c, false);
	if (region == C_CODE && predefined)
		region = find_region(c, true);
	else
		predefined = false;
	return predefined && region == C_IF0 ? C_INACTIVE : region;
}

void cond_directive(struct cond_stack *c, const char *name, const char *text)
{
	struct level *l = c->nr ? &c->levels[c->nr - 1] : NULL;

	if (!strcmp(name, "endif")) {
		cond_pop(c);
		return;
	}
	if (!strcmp(name, "if")) {
		l = cond_push(c);
		strvec_push(&l->arms, text);
	} else if (starts_with(name, "if")) {
		l = cond_push(c);
		/* nothing is known of the other names */
		strvec_pushf(&l->arms, "%sdefined %s",
			     !strcmp(name, "ifndef") ? "!" : "",
			     predefined_text(text) ? text : "x");
	} else if (!l || l->in_else) {
		return;			/* stray #else or #elif */
	} else if (!strcmp(name, "elif")) {
		strvec_push(&l->arms, text);
	} else {
		l->in_else = true;
	}
	l->region = region_now(c);
}

enum c_region cond_region(const struct cond_stack *c)
{
	return c->nr ? c->levels[c->nr - 1].region : C_CODE;
}
