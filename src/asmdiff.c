/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE	/* memmem, tdestroy */
#include "asmdiff.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

/* A piece of the text. */
struct span {
	const char *s;
	size_t n;
};

/* A function or a data object, with what stands before its label. */
struct unit {
	struct span name;	/* a section's: what has none there; "": the file's */
	struct span section;
	struct span *lines;
	size_t nr, alloc;
	bool function;
	bool seen;		/* has its counterpart, or was reported */
};

struct text {
	struct unit *v;
	size_t nr, alloc;
	struct unit **index;	/* by name; of each, the first first */
};

/* While reading. */
struct reader {
	struct text *t;
	struct span section, before;	/* ... the last change of it */
	struct span stack[16];
	unsigned depth;
	struct span *prelude;
	size_t nr, alloc;
	ssize_t at;		/* the unit that lines belong to; -1: none */
	bool in_function;
};

static bool span_is(struct span a, const char *s)
{
	return a.n == strlen(s) && !memcmp(a.s, s, a.n);
}

static bool span_equal(struct span a, struct span b)
{
	return a.n == b.n && !memcmp(a.s, b.s, a.n);
}

static int span_cmp(struct span a, struct span b)
{
	int c = memcmp(a.s, b.s, a.n < b.n ? a.n : b.n);

	return c ? c : a.n < b.n ? -1 : a.n > b.n;
}

static bool is_token_char(char c)
{
	return is_word_char(c) || c == '.';
}

/* The first word at @s that can be a name or a number. */
static struct span token_at(const char *s, const char *end)
{
	struct span t = { s, 0 };

	while (s + t.n < end && is_token_char(s[t.n]))
		t.n++;
	return t;
}

/* ---- reading ---- */

static void add_line(struct unit *u, struct span line)
{
	ALLOC_GROW(u->lines, u->nr + 1, u->alloc);
	u->lines[u->nr++] = line;
}

static struct unit *add_unit(struct reader *r, struct span name)
{
	struct text *t = r->t;
	struct unit *u;

	ALLOC_GROW(t->v, t->nr + 1, t->alloc);
	u = &t->v[t->nr];
	memset(u, 0, sizeof(*u));
	u->name = name;
	u->section = r->section;
	r->at = t->nr++;
	return u;
}

/*
 * The unit of what has no label of its own, by section; "": of the file.  It is
 * not the one that is being read.
 */
static struct unit *nameless(struct reader *r, struct span name)
{
	ssize_t at = r->at;
	struct unit *u;

	for (size_t i = 0; i < r->t->nr; i++)
		if (span_equal(r->t->v[i].name, name))
			return &r->t->v[i];
	u = add_unit(r, name);
	r->at = at;
	return u;
}

/* The operand of a directive: ".type f, @function" */
static struct span operand(struct span line, struct span word)
{
	const char *s = word.s + word.n, *end = line.s + line.n;

	while (s < end && (*s == ' ' || *s == '\t' || *s == '"'))
		s++;
	return token_at(s, end);
}

static bool is_one_of(struct span word, const char *const *names, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (span_is(word, names[i]))
			return true;
	return false;
}

/* Directives that change the section, also within functions. */
static bool take_section(struct reader *r, struct span line, struct span word)
{
	static const char *const plain[] = { ".text", ".data", ".bss" };
	struct span was = r->section;

	if (is_one_of(word, plain, ARRAY_SIZE(plain))) {
		r->section = word;
	} else if (span_is(word, ".section")) {
		r->section = operand(line, word);
	} else if (span_is(word, ".pushsection")) {
		if (r->depth < ARRAY_SIZE(r->stack))
			r->stack[r->depth] = r->section;
		r->depth++;
		r->section = operand(line, word);
	} else if (span_is(word, ".popsection")) {
		if (r->depth && --r->depth < ARRAY_SIZE(r->stack))
			r->section = r->stack[r->depth];
	} else if (span_is(word, ".previous")) {
		r->section = r->before;
	} else {
		return false;
	}
	r->before = was;
	return true;
}

static bool is_alignment(struct span word)
{
	static const char *const names[] = { ".align", ".p2align", ".balign" };

	return is_one_of(word, names, ARRAY_SIZE(names));
}

/* What stands between functions and objects and is about the next, or none. */
static bool is_prelude(struct span word)
{
	static const char *const names[] = {
		".globl", ".global", ".weak", ".hidden", ".protected",
		".internal", ".local", ".type", ".size",
	};

	return is_alignment(word) || is_one_of(word, names, ARRAY_SIZE(names));
}

/* A line that is all of an object, or an alias. */
static bool is_whole(struct span word)
{
	static const char *const names[] = {
		".comm", ".lcomm", ".set", ".equ", ".symver", ".weakref",
	};

	return is_one_of(word, names, ARRAY_SIZE(names));
}

static bool has_token(struct span line, struct span name)
{
	const char *s = line.s, *end = line.s + line.n;

	while (s < end) {
		struct span t = token_at(s, end);

		if (t.n && span_equal(t, name))
			return true;
		s += t.n ? t.n : 1;
	}
	return false;
}

/* Give the prelude to the unit of the label @name, or to the file. */
static void begin_unit(struct reader *r, struct span name)
{
	struct unit *u;

	add_unit(r, name);
	for (size_t i = 0; i < r->nr; i++) {
		struct span line = r->prelude[i];
		struct span word = token_at(line.s, line.s + line.n);

		u = &r->t->v[r->at];
		if (is_alignment(word) || has_token(line, name)) {
			u->function |= span_is(word, ".type") &&
				       memmem(line.s, line.n, "function", 8);
			/* that of a function says nothing */
			if (!span_is(word, ".size"))
				add_line(u, line);
		} else if (!span_is(word, ".size") && !span_is(word, ".type")) {
			add_line(nameless(r, (struct span){ "", 0 }), line);
		}
	}
	r->nr = 0;
}

static void keep_for_next(struct reader *r, struct span line)
{
	ALLOC_GROW(r->prelude, r->nr + 1, r->alloc);
	r->prelude[r->nr++] = line;
	r->at = -1;
}

/* ".section NAME,FLAGS" has its flags only the first time. */
static struct span without_flags(struct span line, struct span word)
{
	struct span name = operand(line, word);

	if (span_is(word, ".section") && name.n)
		line.n = name.s + name.n - line.s;
	return line;
}

static void take_line(struct reader *r, struct span line)
{
	struct span word = token_at(line.s, line.s + line.n);
	bool label = word.n && word.n < line.n && word.s[word.n] == ':';

	if (take_section(r, line, word)) {
		if (r->in_function)
			add_line(&r->t->v[r->at], without_flags(line, word));
		else
			r->at = -1;
		return;
	}
	if (r->in_function) {
		struct unit *u = &r->t->v[r->at];

		if (span_is(word, ".size") &&
		    span_equal(operand(line, word), u->name))
			r->in_function = false;
		else
			add_line(u, line);
		if (!r->in_function)
			r->at = -1;
	} else if (span_is(word, ".file") || span_is(word, ".ident")) {
		r->at = -1;
	} else if (label && (*word.s < '0' || *word.s > '9')) {
		begin_unit(r, word);
		r->in_function = r->t->v[r->at].function;
		if (line.n > word.n + 1)
			add_line(&r->t->v[r->at], line);
	} else if (is_prelude(word)) {
		keep_for_next(r, line);
	} else if (is_whole(word)) {
		begin_unit(r, operand(line, word));
		add_line(&r->t->v[r->at], line);
		r->at = -1;
	} else {
		add_line(r->at < 0 ? nameless(r, r->section) :
			 &r->t->v[r->at], line);
	}
}

static int by_name(const void *a, const void *b)
{
	const struct unit *x = *(struct unit *const *)a;
	const struct unit *y = *(struct unit *const *)b;
	int c = span_cmp(x->name, y->name);

	return c ? c : x < y ? -1 : x > y;
}

/* Lines without blanks around them; comments and empty ones are left out. */
static void read_text(struct text *t, const char *s)
{
	struct reader r = { .t = t, .section = { ".text", 5 },
			    .before = { ".text", 5 }, .at = -1 };

	memset(t, 0, sizeof(*t));
	while (*s) {
		size_t n = strcspn(s, "\n");
		struct span line = { s, n };

		s += n + (s[n] == '\n');
		while (line.n && (*line.s == ' ' || *line.s == '\t')) {
			line.s++;
			line.n--;
		}
		while (line.n && strchr(" \t\r", line.s[line.n - 1]))
			line.n--;
		if (line.n && *line.s != '#')
			take_line(&r, line);
	}
	/* about what is not defined here */
	for (size_t i = 0; i < r.nr; i++) {
		struct span word = token_at(r.prelude[i].s,
					    r.prelude[i].s + r.prelude[i].n);

		if (!is_alignment(word) && !span_is(word, ".size"))
			add_line(nameless(&r, (struct span){ "", 0 }),
				 r.prelude[i]);
	}
	free(r.prelude);
	t->index = xcalloc(t->nr + 1, sizeof(*t->index));
	for (size_t i = 0; i < t->nr; i++)
		t->index[i] = &t->v[i];
	qsort(t->index, t->nr, sizeof(*t->index), by_name);
}

static void text_release(struct text *t)
{
	for (size_t i = 0; i < t->nr; i++)
		free(t->v[i].lines);
	free(t->v);
	free(t->index);
}

static struct unit *find(const struct text *t, struct span name)
{
	size_t lo = 0, hi = t->nr;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (span_cmp(t->index[mid]->name, name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < t->nr && span_equal(t->index[lo]->name, name) ?
	       t->index[lo] : NULL;
}

/* ---- comparing ---- */

struct pair {
	struct span a, b;
};

struct compare {
	struct text a, b;
	void *by_a, *by_b;	/* labels that are numbered, in pairs: trees */
	struct pair **log;	/* all of them, the last last */
	size_t nr, alloc;
};

/* Numeric labels of one unit, "1:" and "1f". */
struct numbers {
	struct pair *v;
	size_t nr, alloc;
};

static int pair_by_a(const void *x, const void *y)
{
	return span_cmp(((const struct pair *)x)->a, ((const struct pair *)y)->a);
}

static int pair_by_b(const void *x, const void *y)
{
	return span_cmp(((const struct pair *)x)->b, ((const struct pair *)y)->b);
}

static struct pair *paired(struct compare *c, struct span a)
{
	const struct pair key = { .a = a };
	struct pair **p = tfind(&key, &c->by_a, pair_by_a);

	return p ? *p : NULL;
}

static bool is_taken(struct compare *c, struct span b)
{
	const struct pair key = { .b = b };

	return tfind(&key, &c->by_b, pair_by_b);
}

static void add_pair(struct compare *c, struct span a, struct span b)
{
	struct pair *p = xmalloc(sizeof(*p));

	*p = (struct pair){ a, b };
	ALLOC_GROW(c->log, c->nr + 1, c->alloc);
	c->log[c->nr++] = p;
	if (!tsearch(p, &c->by_a, pair_by_a) || !tsearch(p, &c->by_b, pair_by_b))
		die("out of memory");
}

/* Take back all pairs but the first @nr. */
static void drop_pairs(struct compare *c, size_t nr)
{
	while (c->nr > nr) {
		struct pair *p = c->log[--c->nr];

		tdelete(p, &c->by_a, pair_by_a);
		tdelete(p, &c->by_b, pair_by_b);
		free(p);
	}
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_local(struct span t)
{
	return t.n > 2 && t.s[0] == '.' && t.s[1] == 'L';
}

/* A name with a number that the compiler, or __COUNTER__, chose. */
static bool is_numbered(struct span t)
{
	if (is_local(t))
		return true;
	if (!t.n || t.s[0] == '.' || is_digit(t.s[0]))
		return false;
	for (size_t i = 1; i + 1 < t.n; i++)
		if (t.s[i] == '.' && is_digit(t.s[i + 1]))
			return true;
	return memmem(t.s, t.n, "__UNIQUE_ID_", 12) ||
	       memmem(t.s, t.n, "__initcall__kmod_", 17);
}

/* The same but for their digits? */
static bool same_stem(struct span a, struct span b)
{
	size_t i = 0, j = 0;

	while (i < a.n && j < b.n) {
		if (is_digit(a.s[i]) && is_digit(b.s[j])) {
			while (i < a.n && is_digit(a.s[i]))
				i++;
			while (j < b.n && is_digit(b.s[j]))
				j++;
		} else if (a.s[i++] != b.s[j++]) {
			return false;
		}
	}
	return i == a.n && j == b.n;
}

static bool units_equal(struct compare *c, struct unit *a, struct unit *b);

/* Can @a be @b?  What data they are the labels of is the same, then. */
static bool pair_up(struct compare *c, struct span a, struct span b)
{
	const struct pair *p = paired(c, a);
	struct unit *x, *y;

	if (p)
		return span_equal(p->b, b);
	if (is_taken(c, b) || !same_stem(a, b))
		return false;
	add_pair(c, a, b);
	x = find(&c->a, a);
	y = find(&c->b, b);
	if (!x || !y)
		return !x == !y;
	if (x->function || y->function)
		return x->function == y->function;
	x->seen = y->seen = true;
	return units_equal(c, x, y);
}

/* "45:", "45b", "45f" */
static bool is_numeric_label(struct span t, const char *end)
{
	size_t n = 0;

	while (n < t.n && is_digit(t.s[n]))
		n++;
	if (!n)
		return false;
	if (n == t.n)
		return t.s + n < end && t.s[n] == ':';
	return n + 1 == t.n && (t.s[n] == 'b' || t.s[n] == 'f');
}

static struct span digits_of(struct span t)
{
	if (t.n && !is_digit(t.s[t.n - 1]))
		t.n--;
	return t;
}

static bool pair_numbers(struct numbers *l, struct span a, struct span b)
{
	struct span x = digits_of(a), y = digits_of(b);

	if (a.n - x.n != b.n - y.n || (a.n > x.n && a.s[x.n] != b.s[y.n]))
		return false;
	for (size_t i = 0; i < l->nr; i++)
		if (span_equal(l->v[i].a, x) || span_equal(l->v[i].b, y))
			return span_equal(l->v[i].a, x) &&
			       span_equal(l->v[i].b, y);
	ALLOC_GROW(l->v, l->nr + 1, l->alloc);
	l->v[l->nr++] = (struct pair){ x, y };
	return true;
}

/* The length of the string at @s, with its quotes. */
static size_t string_length(const char *s, const char *end)
{
	const char *p = s + 1;

	while (p < end && *p != '"')
		p += *p == '\\' && p + 1 < end ? 2 : 1;
	return (p < end ? p + 1 : end) - s;
}

static bool tokens_equal(struct compare *c, struct numbers *l, struct span a,
			 const char *a_end, struct span b, const char *b_end)
{
	if (is_numeric_label(a, a_end) && is_numeric_label(b, b_end))
		return pair_numbers(l, a, b);
	if (is_numbered(a) && is_numbered(b))
		return pair_up(c, a, b);
	return span_equal(a, b);
}

static bool lines_equal(struct compare *c, struct numbers *l, struct span a,
			struct span b)
{
	const char *p = a.s, *a_end = a.s + a.n, *q = b.s, *b_end = b.s + b.n;

	while (p < a_end && q < b_end) {
		struct span x = token_at(p, a_end), y = token_at(q, b_end);

		if (!x.n && !y.n) {
			x.n = *p == '"' ? string_length(p, a_end) : 1;
			y.n = *q == '"' ? string_length(q, b_end) : 1;
			if (!span_equal(x, y))
				return false;
		} else if (!tokens_equal(c, l, x, a_end, y, b_end)) {
			return false;
		}
		p += x.n;
		q += y.n;
	}
	return p == a_end && q == b_end;
}

/* If they are not, no pair is left of the attempt. */
static bool units_equal(struct compare *c, struct unit *a, struct unit *b)
{
	struct numbers numbers = { 0 };
	size_t had = c->nr;
	bool same = a->nr == b->nr && a->function == b->function &&
		    span_equal(a->section, b->section);

	for (size_t i = 0; i < a->nr && same; i++)
		same = lines_equal(c, &numbers, a->lines[i], b->lines[i]);
	if (!same)
		drop_pairs(c, had);
	free(numbers.v);
	return same;
}

/* ---- what is told ---- */

static char *name_in_c(const struct unit *u)
{
	size_t n = u->name.n;

	if (!n)
		return xstrdup("(symbols)");
	if (*u->name.s == '.')
		return xasprintf("(%.*s)", (int)n, u->name.s);
	for (size_t i = 1; i < n; i++)
		if (u->name.s[i] == '.')
			n = i;
	return xstrndup(u->name.s, n);
}

static void tell(struct asm_changes *out, size_t first, const struct unit *u,
		 enum asm_how how)
{
	char *name = name_in_c(u);

	for (size_t i = first; i < out->nr; i++)
		if (!strcmp(out->v[i].name, name)) {
			if (out->v[i].how != how)
				out->v[i].how = ASM_DIFFERS;
			out->v[i].function |= u->function;
			free(name);
			return;
		}
	ALLOC_GROW(out->v, out->nr + 1, out->alloc);
	out->v[out->nr++] = (struct asm_change){ name, how, u->function };
}

/* What has the same name before and after, but for a number. */
static struct unit *counterpart(struct compare *c, struct unit *u, bool *same)
{
	const struct pair *p = paired(c, u->name);
	struct unit *first = NULL;

	*same = false;
	for (size_t i = 0; i < c->b.nr && !*same; i++) {
		struct unit *v = &c->b.v[i];

		if (v->seen || !is_numbered(v->name) ||
		    (p ? !span_equal(p->b, v->name) :
			 is_taken(c, v->name) || !same_stem(u->name, v->name)))
			continue;
		*same = units_equal(c, u, v);
		if (*same && !p)
			add_pair(c, u->name, v->name);
		if (*same || !first)
			first = v;
	}
	return first;
}

static void compare_units(struct compare *c, bool numbered,
			  struct asm_changes *out, size_t first)
{
	for (size_t i = 0; i < c->a.nr; i++) {
		struct unit *u = &c->a.v[i], *v;
		bool same = false;

		if (u->seen || is_local(u->name) ||
		    is_numbered(u->name) != numbered)
			continue;
		v = numbered ? counterpart(c, u, &same) : find(&c->b, u->name);
		if (v && !numbered)
			same = units_equal(c, u, v);
		u->seen = true;
		if (v)
			v->seen = true;
		if (!same)
			tell(out, first, u, v ? ASM_DIFFERS : ASM_GONE);
	}
}

static int functions_first(const void *a, const void *b)
{
	const struct asm_change *x = a, *y = b;

	if (x->function != y->function)
		return y->function - x->function;
	return strcmp(x->name, y->name);
}

void asm_compare(const char *a, const char *b, struct asm_changes *out)
{
	struct compare c = { 0 };
	size_t first = out->nr;

	read_text(&c.a, a);
	read_text(&c.b, b);
	compare_units(&c, false, out, first);
	compare_units(&c, true, out, first);
	for (size_t i = 0; i < c.b.nr; i++)
		if (!c.b.v[i].seen && !is_local(c.b.v[i].name))
			tell(out, first, &c.b.v[i], ASM_NEW);
	if (out->nr > first)
		qsort(out->v + first, out->nr - first, sizeof(*out->v),
		      functions_first);
	drop_pairs(&c, 0);
	free(c.log);
	text_release(&c.a);
	text_release(&c.b);
}

void asm_changes_release(struct asm_changes *c)
{
	for (size_t i = 0; i < c->nr; i++)
		free(c->v[i].name);
	free(c->v);
	memset(c, 0, sizeof(*c));
}
