/* SPDX-License-Identifier: GPL-2.0-only */
#include "unit.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "csource.h"

void items_release(struct items *all)
{
	for (size_t i = 0; i < all->nr; i++) {
		free(all->v[i].name);
		strvec_release(&all->v[i].words);
		strvec_release(&all->v[i].refs);
	}
	free(all->v);
	memset(all, 0, sizeof(*all));
}

struct item *items_at(const struct items *all, size_t file, unsigned line)
{
	for (size_t i = 0; i < all->nr; i++)
		if (all->v[i].file == file && all->v[i].first <= line &&
		    line <= all->v[i].last)
			return &all->v[i];
	return NULL;
}

/* ---- a text to items ---- */

struct splitter {
	const struct csource *cs;
	const char *p, *start, *end;
	unsigned line, first;	/* first: line of the item so far, 0: none */
	const char *item;	/* where it begins */
	int depth;
	struct items *all;
	size_t file;
};

/* The last identifier outside of braces before '=', '[' or ';'; or a tag. */
static char *declared_name(const char *s, size_t n, bool *aggregate)
{
	const char *name = NULL, *end = s + n, *tag = NULL;
	size_t len = 0, tag_len = 0;
	bool expect_tag = false, body = false;
	int depth = 0;

	for (; s < end; s++) {
		if (*s == '{' || *s == '(')
			depth++;
		if (*s == '{' && tag && depth == 1)
			body = true;
		if (*s == '}' || *s == ')')
			depth--;
		if (depth || *s == '}' || *s == ')')
			continue;
		if ((*s == '=' || *s == '[') && name)
			break;
		if (is_word_char((unsigned char)*s)) {
			size_t k = 0;

			while (s + k < end && is_word_char((unsigned char)s[k]))
				k++;
			if (expect_tag) {
				tag = s;
				tag_len = k;
			}
			expect_tag = (k == 6 && !memcmp(s, "struct", 6)) ||
				     (k == 5 && !memcmp(s, "union", 5)) ||
				     (k == 4 && !memcmp(s, "enum", 4));
			name = s;
			len = k;
			s += k - 1;
		}
	}
	*aggregate = body;
	if (body && tag_len)
		return xstrndup(tag, tag_len);
	return len ? xstrndup(name, len) : NULL;
}

static void end_item(struct splitter *s, unsigned last, bool macro)
{
	struct item *it;

	ALLOC_GROW(s->all->v, s->all->nr + 1, s->all->alloc);
	it = &s->all->v[s->all->nr++];
	memset(it, 0, sizeof(*it));
	strvec_init(&it->words);
	strvec_init(&it->refs);
	it->file = s->file;
	it->first = s->first;
	it->last = last;
	if (macro) {
		const char *n = strstr(s->item, "define");
		size_t k = 0;

		n += strlen("define");
		n += strspn(n, " \t");
		while (is_word_char((unsigned char)n[k]))
			k++;
		it->name = xstrndup(n, k);
	} else {
		it->name = declared_name(s->item, s->p - s->item,
					 &it->aggregate);
	}
	s->first = 0;
	s->depth = 0;
}

/* Past a comment, string or character at s->p; true if there was one. */
static bool skip_text(struct splitter *s)
{
	char c = *s->p;

	if (c == '/' && s->p + 1 < s->end && s->p[1] == '*') {
		for (s->p += 2; s->p < s->end; s->p++) {
			s->line += *s->p == '\n';
			if (*s->p == '/' && s->p[-1] == '*')
				break;
		}
		return true;
	}
	if (c == '/' && s->p + 1 < s->end && s->p[1] == '/') {
		while (s->p + 1 < s->end && s->p[1] != '\n')
			s->p++;
		return true;
	}
	if (c != '"' && c != '\'')
		return false;
	for (s->p++; s->p < s->end && *s->p != c && *s->p != '\n'; s->p++)
		if (*s->p == '\\' && s->p + 1 < s->end) {
			s->p++;
			s->line += *s->p == '\n';
		}
	s->line += s->p < s->end && *s->p == '\n';
	return true;
}

/* A directive, with the lines that go on; a #define is an item. */
static void directive(struct splitter *s)
{
	const char *at = s->p + 1;
	unsigned line = s->line;
	bool macro;

	at += strspn(at, " \t");
	macro = starts_with(at, "define") && !s->first;
	if (macro) {
		s->first = line;
		s->item = s->p;
	}
	while (s->p < s->end && *s->p != '\n') {
		if (*s->p == '\\' && s->p + 1 < s->end &&
		    (s->p[1] == '\n' || (s->p[1] == '\r' &&
					 s->p + 2 < s->end &&
					 s->p[2] == '\n'))) {
			s->p += s->p[1] == '\r' ? 2 : 1;
			s->line++;
		}
		s->p++;
	}
	if (macro)
		end_item(s, s->line, true);
	s->p--;		/* the newline is still to be counted */
}

/* A function ends with its brace; anything else with a semicolon. */
static bool ends_function(struct splitter *s)
{
	const struct c_function *f = csource_function_at(s->cs, s->line);
	struct item *it;

	if (!f || f->last_line != s->line || !s->first)
		return false;
	end_item(s, s->line, false);
	it = &s->all->v[s->all->nr - 1];
	free(it->name);
	it->name = xstrdup(f->name);
	it->function = true;
	it->aggregate = false;
	if (f->first_line < it->first)
		it->first = f->first_line;
	return true;
}

static void split(struct splitter *s)
{
	bool line_start = true;

	for (; s->p < s->end; s->p++) {
		char c = *s->p;

		if (c == '\n') {
			s->line++;
			line_start = true;
			continue;
		}
		if (isspace((unsigned char)c))
			continue;
		if (c == '#' && line_start) {
			directive(s);
			continue;
		}
		line_start = false;
		if (skip_text(s))
			continue;
		if (!s->first) {
			s->first = s->line;
			s->item = s->p;
		}
		if (c == '{' || c == '(') {
			s->depth++;
		} else if (c == '}' || c == ')') {
			s->depth -= s->depth > 0;
			if (c == '}' && !s->depth)
				ends_function(s);
		} else if (c == ';' && !s->depth) {
			end_item(s, s->line, false);
		}
	}
	if (s->first)
		end_item(s, s->line, false);
}

static bool is_called(const struct c_token *t, const char *end)
{
	const char *p = t->text + t->len;

	while (p < end && isspace((unsigned char)*p))
		p++;
	return p < end && *p == '(';
}

static void take_words(struct items *all, size_t from, const struct csource *cs,
		       const struct strbuf *text)
{
	const struct c_token *t;
	size_t nr, at = from;

	t = csource_tokens(cs, &nr);
	for (size_t i = 0; i < nr; i++) {
		struct item *it;

		/* both are in the order of the lines */
		while (at < all->nr && all->v[at].last < t[i].line)
			at++;
		if (at == all->nr || t[i].line < all->v[at].first ||
		    t[i].region == C_COMMENT || t[i].region == C_STRING)
			continue;
		it = &all->v[at];
		strvec_pushn(&it->words, t[i].text, t[i].len);
		if (t[i].role != C_MEMBER_USE && t[i].role != C_DESIGNATOR &&
		    !is_called(&t[i], text->buf + text->len))
			strvec_pushn(&it->refs, t[i].text, t[i].len);
	}
	for (size_t k = from; k < all->nr; k++) {
		strvec_sort_uniq(&all->v[k].words);
		strvec_sort_uniq(&all->v[k].refs);
	}
}

void items_add(struct items *all, size_t file, const struct strbuf *text)
{
	struct csource *cs = csource_parse(text->buf, text->len);
	struct splitter s = {
		.cs = cs, .p = text->buf, .start = text->buf,
		.end = text->buf + text->len, .line = 1, .all = all,
		.file = file,
	};
	size_t from = all->nr;

	split(&s);
	take_words(all, from, cs, text);
	csource_free(cs);
}

/* ---- what is connected ---- */

static bool names_one_of(const struct item *it, const struct strvec *words)
{
	for (size_t i = 0; i < it->words.nr; i++)
		if (strvec_has_sorted(words, it->words.v[i]))
			return true;
	return false;
}

/* The items by their names. */
struct by_name {
	const char *name;
	size_t item;
};

struct name_index {
	struct by_name *v;
	size_t nr;
};

static int compare_names(const void *a, const void *b)
{
	const struct by_name *x = a, *y = b;
	int cmp = strcmp(x->name, y->name);

	return cmp ? cmp : x->item < y->item ? -1 : x->item > y->item;
}

static void index_names(const struct items *all, struct name_index *x)
{
	x->v = xcalloc(all->nr + 1, sizeof(*x->v));
	x->nr = 0;
	for (size_t i = 0; i < all->nr; i++)
		if (all->v[i].name)
			x->v[x->nr++] = (struct by_name){ all->v[i].name, i };
	if (x->nr)
		qsort(x->v, x->nr, sizeof(*x->v), compare_names);
}

/* The first entry with the name, or x->nr. */
static size_t find_name(const struct name_index *x, const char *name)
{
	size_t lo = 0, hi = x->nr;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(x->v[mid].name, name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < x->nr && !strcmp(x->v[lo].name, name) ? lo : x->nr;
}

#define for_each_named(x, i, word)					\
	for (size_t i = find_name(x, word);				\
	     i < (x)->nr && !strcmp((x)->v[i].name, word); i++)

/*
 * What matters: what names one of the words, what names an aggregate that
 * matters, and a function whose address is taken by something that matters.
 */
static bool find_more(struct items *all, const struct name_index *x)
{
	bool more = false;

	for (size_t i = 0; i < all->nr; i++) {
		struct item *a = &all->v[i];

		for (size_t w = 0; w < a->words.nr && !a->matters; w++)
			for_each_named(x, k, a->words.v[w]) {
				const struct item *b = &all->v[x->v[k].item];

				if (b != a && b->matters && b->aggregate)
					a->matters = more = true;
			}
		for (size_t w = 0; w < a->refs.nr && a->matters; w++)
			for_each_named(x, k, a->refs.v[w]) {
				struct item *b = &all->v[x->v[k].item];

				if (!b->matters && b->function)
					b->matters = more = true;
			}
	}
	return more;
}

static void join(struct items *all, unsigned a, unsigned b)
{
	for (size_t i = 0; a != b && i < all->nr; i++)
		if (all->v[i].unit == b)
			all->v[i].unit = a;
}

void items_connect(struct items *all, const struct strvec *words)
{
	struct name_index x;

	index_names(all, &x);
	for (size_t i = 0; i < all->nr; i++)
		all->v[i].matters |= names_one_of(&all->v[i], words);
	while (find_more(all, &x))
		;
	for (size_t i = 0; i < all->nr; i++)
		all->v[i].unit = all->v[i].matters ? i + 1 : 0;
	for (size_t i = 0; i < all->nr; i++) {
		const struct item *a = &all->v[i];

		for (size_t w = 0; w < a->words.nr && a->unit; w++)
			for_each_named(&x, k, a->words.v[w]) {
				const struct item *b = &all->v[x.v[k].item];

				if (b != a && b->unit)
					join(all, a->unit, b->unit);
			}
		/* a declaration and what it declares */
		if (a->unit && a->name)
			for_each_named(&x, k, a->name)
				if (all->v[x.v[k].item].unit)
					join(all, a->unit,
					     all->v[x.v[k].item].unit);
	}
	free(x.v);
}

void items_that_matter(const struct items *all, struct strvec *names)
{
	for (size_t i = 0; i < all->nr; i++)
		if (all->v[i].matters && all->v[i].name)
			strvec_push(names, all->v[i].name);
	strvec_sort_uniq(names);
}
