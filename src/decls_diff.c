/* SPDX-License-Identifier: GPL-2.0-only */
#include "decls.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Above this many cells the lines between are taken as all different. */
#define MAX_CELLS (16u << 20)

struct line {
	const char *s;
	size_t len;
	uint64_t hash;
};

struct lines {
	struct line *v;
	size_t nr, alloc;
};

/* Blanks at the end of a line count only if @all does. */
static void split(const char *text, struct lines *out, bool all)
{
	while (*text) {
		size_t n = strcspn(text, "\n"), i;
		struct line *l;

		ALLOC_GROW(out->v, out->nr + 1, out->alloc);
		l = &out->v[out->nr++];
		l->s = text;
		for (l->len = n; l->len && !all; l->len--)
			if (!isspace((unsigned char)text[l->len - 1]))
				break;
		l->hash = 0xcbf29ce484222325ull;
		for (i = 0; i < l->len; i++)
			l->hash = (l->hash ^ (unsigned char)text[i]) *
				  0x100000001b3ull;
		text += n + (text[n] == '\n');
	}
}

static bool same(const struct line *a, const struct line *b)
{
	return a->hash == b->hash && a->len == b->len &&
	       !memcmp(a->s, b->s, a->len);
}

/* An empty line says nothing about which is which, unless all count. */
static bool pairs(const struct line *a, const struct line *b, bool all)
{
	return (all || a->len) && same(a, b);
}

/* Longest common subsequence of the lines between equal head and tail. */
static void common(const struct lines *a, const struct lines *b, size_t head,
		   size_t tail, bool all, bool *gone, bool *come)
{
	size_t n = a->nr - head - tail, m = b->nr - head - tail, i, j;
	const struct line *x = a->v + head, *y = b->v + head;
	unsigned *len;

	for (i = 0; i < n; i++)
		gone[head + i] = all || x[i].len > 0;
	for (j = 0; j < m; j++)
		come[head + j] = all || y[j].len > 0;
	if (!n || !m || (n + 1) > MAX_CELLS / (m + 1))
		return;
	len = xcalloc((n + 1) * (m + 1), sizeof(*len));
#define CELL(p, q) len[(p) * (m + 1) + (q)]
	for (i = n; i-- > 0;)
		for (j = m; j-- > 0;)
			CELL(i, j) = pairs(&x[i], &y[j], all) ?
				     CELL(i + 1, j + 1) + 1 :
				     CELL(i + 1, j) > CELL(i, j + 1) ?
				     CELL(i + 1, j) : CELL(i, j + 1);
	for (i = j = 0; i < n && j < m;) {
		if (pairs(&x[i], &y[j], all)) {
			gone[head + i++] = false;
			come[head + j++] = false;
		} else if (CELL(i + 1, j) >= CELL(i, j + 1)) {
			i++;
		} else {
			j++;
		}
	}
#undef CELL
	free(len);
}

/* Two texts' lines; .v borrows from the copies. */
struct two_texts {
	char *ta, *tb;
	struct lines la, lb;
};

static void compare(struct two_texts *t, const char *a, const char *b,
		    bool comments, bool **gone, bool **come)
{
	struct lines *la = &t->la, *lb = &t->lb;
	size_t head = 0, tail = 0;

	memset(t, 0, sizeof(*t));
	t->ta = xstrdup(a);
	t->tb = xstrdup(b);
	if (!comments) {
		blank_comments(t->ta, strlen(t->ta), false);
		blank_comments(t->tb, strlen(t->tb), false);
	}
	split(t->ta, la, comments);
	split(t->tb, lb, comments);
	*gone = xcalloc(la->nr + 1, 1);
	*come = xcalloc(lb->nr + 1, 1);
	while (head < la->nr && head < lb->nr &&
	       same(&la->v[head], &lb->v[head]))
		head++;
	while (tail + head < la->nr && tail + head < lb->nr &&
	       same(&la->v[la->nr - 1 - tail], &lb->v[lb->nr - 1 - tail]))
		tail++;
	common(la, lb, head, tail, comments, *gone, *come);
}

static void two_texts_release(struct two_texts *t)
{
	free(t->la.v);
	free(t->lb.v);
	free(t->ta);
	free(t->tb);
}

void lines_compare(const char *a, const char *b, bool **gone, size_t *na,
		   bool **come, size_t *nb)
{
	struct two_texts t;

	compare(&t, a, b, false, gone, come);
	*na = t.la.nr;
	*nb = t.lb.nr;
	two_texts_release(&t);
}

unsigned *lines_map(const char *a, const char *b, size_t *na)
{
	bool *gone, *come;
	struct two_texts t;
	unsigned *to;
	size_t j = 0;

	compare(&t, a, b, false, &gone, &come);
	to = xcalloc(t.la.nr + 2, sizeof(*to));
	/* what is left of both is the same sequence */
	for (size_t i = 0; i < t.la.nr; i++) {
		if (gone[i] || !t.la.v[i].len)
			continue;
		while (j < t.lb.nr && (come[j] || !t.lb.v[j].len))
			j++;
		if (j < t.lb.nr)
			to[i + 1] = ++j;
	}
	*na = t.la.nr;
	two_texts_release(&t);
	free(gone);
	free(come);
	return to;
}

/* Is the end of a[i], b[j] reached, or do the lines pair there? */
static bool paired(const struct two_texts *t, const bool *gone,
		   const bool *come, size_t i, size_t j)
{
	return i < t->la.nr && j < t->lb.nr && !gone[i] && !come[j];
}

struct text_hunk *text_hunks(const char *a, const char *b, size_t *nr)
{
	struct text_hunk *v = NULL;
	bool *gone, *come;
	struct two_texts t;
	size_t i = 0, j = 0, alloc = 0;

	compare(&t, a, b, true, &gone, &come);
	*nr = 0;
	while (i < t.la.nr || j < t.lb.nr) {
		struct text_hunk h = { .a_first = i + 1, .b_first = j + 1 };

		if (paired(&t, gone, come, i, j)) {
			i++;
			j++;
			continue;
		}
		while (i < t.la.nr && (gone[i] || j >= t.lb.nr))
			i++;
		while (j < t.lb.nr && (come[j] || i >= t.la.nr))
			j++;
		h.a_lines = i + 1 - h.a_first;
		h.b_lines = j + 1 - h.b_first;
		h.b_at = h.b_first <= t.lb.nr ?
			 (size_t)(t.lb.v[h.b_first - 1].s - t.tb) : strlen(b);
		h.b_len = (j < t.lb.nr ? (size_t)(t.lb.v[j].s - t.tb) :
			   strlen(b)) - h.b_at;
		ALLOC_GROW(v, *nr + 1, alloc);
		v[(*nr)++] = h;
	}
	two_texts_release(&t);
	free(gone);
	free(come);
	return v;
}

/*
 * A changed #if, #else or #endif changes what stands between: mark the whole
 * group, but for the guard around all of a header.
 */
static void widen_conditionals(const char *text, bool *mark, size_t nr)
{
	struct {
		size_t line;
		bool changed;
	} stack[64];
	size_t depth = 0, i, k, first = nr, last = 0;
	const char *s = text;

	for (i = 0; i < nr; i++, s += strcspn(s, "\n"), s += *s == '\n')
		if (s[strspn(s, " \t\r")] != '\n' && s[strspn(s, " \t\r")]) {
			first = first == nr ? i : first;
			last = i;
		}
	s = text;
	for (i = 0; i < nr; i++, s += strcspn(s, "\n"), s += *s == '\n') {
		const char *d = s + strspn(s, " \t");

		if (*d++ != '#')
			continue;
		d += strspn(d, " \t");
		if (starts_with(d, "if")) {
			if (depth < ARRAY_SIZE(stack)) {
				stack[depth].line = i;
				stack[depth].changed = mark[i];
			}
			depth++;
		} else if (depth && depth <= ARRAY_SIZE(stack) &&
			   (starts_with(d, "el") || starts_with(d, "endif"))) {
			stack[depth - 1].changed |= mark[i];
			if (starts_with(d, "el"))
				continue;
			depth--;
			if (!stack[depth].changed ||
			    (stack[depth].line == first && i == last))
				continue;
			for (k = stack[depth].line; k <= i; k++)
				mark[k] = true;
		} else if (depth && starts_with(d, "endif")) {
			depth--;
		}
	}
}

/*
 * One enumerator more or less: those that follow have other values.
 */
static void widen_enums(const char *text, bool *mark, size_t nr)
{
	size_t line = 0;
	bool inside = false, changed = false;

	for (const char *s = text; *s && line < nr; s++) {
		if (*s == '\n') {
			line++;
		} else if (inside) {
			changed |= mark[line];
			mark[line] |= changed;
			inside = *s != '}';
		} else if (starts_with(s, "enum") && !is_word_char(s[4]) &&
			   (s == text || !is_word_char(s[-1]))) {
			const char *open = s + strcspn(s, "{;()=");

			if (*open != '{')
				continue;
			for (; s < open; s++)
				line += *s == '\n';
			inside = true;
			changed = false;
		}
	}
}

static bool touches(const struct decl *d, const bool *mark, size_t nr)
{
	unsigned i;

	for (i = d->first; i <= d->last && i <= nr; i++)
		if (i && mark[i - 1])
			return true;
	return false;
}

/* Move the declarations that a marked line touches to @out. */
static void pick(const char *text, const bool *mark, size_t nr, bool members,
		 struct decl_list *out)
{
	struct decl_list all = { 0 };
	size_t i;

	decls_of(text, strlen(text), &all);
	for (i = 0; i < all.nr; i++) {
		struct decl *d = &all.v[i];

		if (!touches(d, mark, nr) ||
		    (d->kind == DECL_MEMBER && !members))
			continue;
		ALLOC_GROW(out->v, out->nr + 1, out->alloc);
		out->v[out->nr++] = *d;
		d->name = d->tag = NULL;
	}
	decl_list_release(&all);
	decls_loose(text, mark, nr, out);
}

/* A member of a type without a name belongs to what stands around that. */
static void changed_layouts(const char *text, const bool *mark, size_t nr,
			    struct strvec *tags)
{
	struct decl_list all = { 0 };

	decls_of(text, strlen(text), &all);
	for (size_t i = 0; i < all.nr; i++) {
		const struct decl *m = &all.v[i];

		if (m->kind != DECL_MEMBER || !touches(m, mark, nr))
			continue;
		if (m->tag)
			strvec_push(tags, m->tag);
		for (size_t k = 0; k < all.nr && !m->tag; k++)
			if (all.v[k].kind == DECL_OTHER &&
			    all.v[k].first < m->first &&
			    m->last < all.v[k].last)
				strvec_push(tags, all.v[k].name);
	}
	strvec_sort_uniq(tags);
	decl_list_release(&all);
}

/* A struct that comes or goes has no layout that changed. */
static void keep_declared(struct strvec *tags, const char *text)
{
	struct strvec kept = STRVEC_INIT;
	struct decl_list all = { 0 };

	decls_of(text, strlen(text), &all);
	for (size_t i = 0; i < tags->nr; i++)
		for (size_t k = 0; k < all.nr; k++)
			if (all.v[k].kind != DECL_MACRO &&
			    (!strcmp(all.v[k].name, tags->v[i]) ||
			     (all.v[k].tag &&
			      !strcmp(all.v[k].tag, tags->v[i])))) {
				strvec_push(&kept, tags->v[i]);
				break;
			}
	decl_list_release(&all);
	strvec_release(tags);
	*tags = kept;
}

static void gone_includes(const char *text, const bool *gone, size_t nr,
			  struct strvec *out)
{
	const char *s = text;
	size_t i;

	for (i = 0; i < nr; i++, s += strcspn(s, "\n"), s += *s == '\n') {
		const char *d = s + strspn(s, " \t");

		if (!gone[i] || *d++ != '#')
			continue;
		d += strspn(d, " \t");
		if (!starts_with(d, "include"))
			continue;
		d += strcspn(d, "<\"\n");
		if (*d == '<' || *d == '"')
			strvec_pushn(out, d + 1, strcspn(d + 1, ">\"\n"));
	}
}

void header_compare(const char *a, size_t alen, const char *b, size_t blen,
		    struct header_change *out)
{
	char *ta = xstrndup(a, alen), *tb = xstrndup(b, blen);
	bool *gone, *come;
	size_t na, nb, i;

	memset(out, 0, sizeof(*out));
	strvec_init(&out->includes);
	strvec_init(&out->layouts);
	lines_compare(ta, tb, &gone, &na, &come, &nb);
	for (i = 0; i < na; i++)
		out->any |= gone[i];
	for (i = 0; i < nb; i++)
		out->any |= come[i];
	blank_comments(ta, strlen(ta), false);
	blank_comments(tb, strlen(tb), false);
	gone_includes(ta, gone, na, &out->includes);
	widen_conditionals(ta, gone, na);
	widen_conditionals(tb, come, nb);
	widen_enums(ta, gone, na);
	widen_enums(tb, come, nb);
	changed_layouts(ta, gone, na, &out->layouts);
	changed_layouts(tb, come, nb, &out->layouts);
	keep_declared(&out->layouts, ta);
	keep_declared(&out->layouts, tb);
	pick(ta, gone, na, true, &out->old);
	pick(tb, come, nb, false, &out->added);
	free(gone);
	free(come);
	free(ta);
	free(tb);
}

void header_change_release(struct header_change *c)
{
	decl_list_release(&c->old);
	decl_list_release(&c->added);
	strvec_release(&c->includes);
	strvec_release(&c->layouts);
}
