/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE	/* memmem */
#include "cppcond.h"

#include <stdlib.h>
#include <string.h>

#include "kconfig.h"

/* ---- lines ---- */

/* Is the end of [s, s+n) within a comment, if its beginning is so or not? */
static bool ends_in_comment(const char *s, size_t n, bool comment)
{
	char quote = 0;

	for (size_t i = 0; i < n; i++) {
		if (comment) {
			if (s[i] == '*' && i + 1 < n && s[i + 1] == '/') {
				comment = false;
				i++;
			}
		} else if (quote) {
			if (s[i] == '\\')
				i++;
			else if (s[i] == quote || s[i] == '\n')
				quote = 0;
		} else if (s[i] == '"' || s[i] == '\'') {
			quote = s[i];
		} else if (s[i] == '/' && i + 1 < n && s[i + 1] == '/') {
			const char *nl = memchr(s + i, '\n', n - i);

			if (!nl)
				return false;
			i = nl - s;
		} else if (s[i] == '/' && i + 1 < n && s[i + 1] == '*') {
			comment = true;
			i++;
		}
	}
	return comment;
}

static const struct {
	const char *word;
	enum cpp_kind kind;
} directives[] = {
	{ "if", CPP_IF }, { "ifdef", CPP_IFDEF }, { "ifndef", CPP_IFNDEF },
	{ "elif", CPP_ELIF }, { "else", CPP_ELSE }, { "endif", CPP_ENDIF },
};

/* Blanks and the ends of lines that go on. */
static size_t skip(const char *s, size_t n, size_t i)
{
	while (i < n && (strchr(" \t\r\n", s[i]) ||
			 (s[i] == '\\' && i + 1 < n &&
			  (s[i + 1] == '\n' || s[i + 1] == '\r'))))
		i++;
	return i;
}

/* To the comment behind a condition, without the blanks before that. */
static size_t condition_length(const char *s, size_t n)
{
	size_t end = 0;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '/' && i + 1 < n &&
		    (s[i + 1] == '*' || s[i + 1] == '/'))
			break;
		if (!strchr(" \t\r\n\\", s[i]))
			end = i + 1;
	}
	return end;
}

static void classify(const char *buf, struct cpp_line *l)
{
	const char *s = buf + l->at;
	size_t n = l->len, i = skip(s, n, 0), word;

	l->blank = i == n;
	if (l->blank || s[i] != '#')
		return;
	i = skip(s, n, i + 1);
	word = i;
	while (i < n && is_word_char((unsigned char)s[i]))
		i++;
	for (size_t k = 0; k < ARRAY_SIZE(directives); k++)
		if (strlen(directives[k].word) == i - word &&
		    !memcmp(directives[k].word, s + word, i - word))
			l->kind = directives[k].kind;
	if (l->kind == CPP_NONE || l->kind == CPP_ELSE || l->kind == CPP_ENDIF)
		return;
	i = skip(s, n, i);
	l->cond = l->at + i;
	l->cond_len = condition_length(s + i, n - i);
}

void cpp_parse(struct cpp_text *t, const char *buf, size_t len)
{
	size_t at = 0;
	unsigned number = 1;
	bool comment = false;

	memset(t, 0, sizeof(*t));
	t->buf = buf;
	while (at < len) {
		struct cpp_line *l;
		size_t end = at;
		bool more;

		ALLOC_GROW(t->v, t->nr + 1, t->alloc);
		l = &t->v[t->nr++];
		memset(l, 0, sizeof(*l));
		l->number = number;
		l->at = at;
		do {
			const char *nl = memchr(buf + end, '\n', len - end);

			end = nl ? (size_t)(nl - buf) + 1 : len;
			l->lines++;
			more = nl && end < len && nl > buf + at &&
			       (nl[-1] == '\\' ||
				(nl[-1] == '\r' && nl > buf + at + 1 &&
				 nl[-2] == '\\'));
		} while (more);
		l->len = end - at;
		if (!comment)
			classify(buf, l);
		comment = ends_in_comment(buf + at, l->len, comment);
		number += l->lines;
		at = end;
	}
}

void cpp_release(struct cpp_text *t)
{
	free(t->v);
	memset(t, 0, sizeof(*t));
}

/* ---- conditions, as expressions of which the leaves are numbered ---- */

/*
 * What is said of the symbol: "x." for that it is set, "m." for that it is a
 * module; all other leaves are "a.0.", "a.1.", ...
 */
static const char set_leaf[] = "x.", module_leaf[] = "m.";

struct leaves {
	struct strvec texts;
	struct strbuf expr;
	const char *symbol;
	bool bare;		/* of a comment: CONFIG_X alone says it is set */
	bool strange;
};

static bool mentions(const char *s, size_t n, const char *symbol)
{
	size_t len = strlen(symbol);
	const char *p = s;

	while ((p = memmem(p, s + n - p, symbol, len))) {
		const char *e = p + len;

		if ((p == s || !is_word_char((unsigned char)p[-1])) &&
		    (e == s + n || !is_word_char((unsigned char)*e) ||
		     ((size_t)(s + n - e) >= 7 && !memcmp(e, "_MODULE", 7) &&
		      (e + 7 == s + n || !is_word_char((unsigned char)e[7])))))
			return true;
		p = e;
	}
	return false;
}

/* The leaf without blanks: "defined(X)", "definedX", "IS_ENABLED(X)". */
static const char *known_leaf(const struct leaves *v, const char *text)
{
	static const char *const set[] = {
		"defined(%s)", "defined%s", "IS_ENABLED(%s)",
		"IS_BUILTIN(%s)", "IS_REACHABLE(%s)", "%s", NULL
	};
	static const char *const module[] = {
		"IS_MODULE(%s)", "defined(%s_MODULE)", "defined%s_MODULE",
		"%s_MODULE", NULL
	};
	const char *found = NULL;

	for (size_t k = 0; set[k] && !found; k++) {
		char *form = xasprintf(set[k], v->symbol);

		if (!strcmp(form, text))
			found = set_leaf;
		free(form);
	}
	for (size_t k = 0; module[k] && !found; k++) {
		char *form = xasprintf(module[k], v->symbol);

		if (!strcmp(form, text))
			found = module_leaf;
		free(form);
	}
	return found;
}

static void add_leaf(struct leaves *v, const char *s, size_t n)
{
	struct strbuf plain = STRBUF_INIT;
	const char *known;

	for (size_t i = 0; i < n; i++)
		if (!strchr(" \t\r\n\\", s[i]))
			strbuf_addch(&plain, s[i]);
	known = known_leaf(v, plain.buf);
	if (known) {
		strbuf_addstr(&v->expr, known);
	} else {
		v->strange |= mentions(s, n, v->symbol);
		strbuf_addf(&v->expr, "a.%zu.", v->texts.nr);
		strvec_pushn(&v->texts, s, n);
	}
	strbuf_release(&plain);
}

static size_t matching_paren(const char *s, size_t n, size_t i)
{
	int depth = 0;

	for (; i < n; i++) {
		depth += s[i] == '(';
		if (s[i] == ')' && !--depth)
			return i;
	}
	return n;
}

static bool is_junction(const char *s, size_t n, size_t i)
{
	return i + 1 < n && ((s[i] == '&' && s[i + 1] == '&') ||
			     (s[i] == '|' && s[i + 1] == '|'));
}

/* Do the parentheses at @i hold a condition, and not a part of a value? */
static bool is_group(const char *s, size_t n, size_t i)
{
	size_t end = skip(s, n, matching_paren(s, n, i) + 1);

	return end >= n || s[end] == ')' || is_junction(s, n, end);
}

/* Where the leaf that begins at @i ends. */
static size_t leaf_end(const char *s, size_t n, size_t i)
{
	size_t end = i;
	int depth = 0;

	for (; i < n; i++) {
		if (!depth && (is_junction(s, n, i) || s[i] == ')'))
			break;
		depth += s[i] == '(';
		depth -= s[i] == ')';
		if (!strchr(" \t\r\n\\", s[i]))
			end = i + 1;
	}
	return end;
}

static void find_leaves(struct leaves *v, const char *s, size_t n)
{
	size_t i = 0;

	while (i < n) {
		size_t blank = skip(s, n, i);

		strbuf_add(&v->expr, s + i, blank - i);
		i = blank;
		if (i == n)
			break;
		if (is_junction(s, n, i)) {
			strbuf_add(&v->expr, s + i, 2);
			i += 2;
		} else if (s[i] == ')' || (s[i] == '(' && is_group(s, n, i)) ||
			   (s[i] == '!' && i + 1 < n && s[i + 1] != '=')) {
			strbuf_addch(&v->expr, s[i++]);
		} else {
			size_t end = leaf_end(s, n, i);

			if (end == i) {
				v->strange = true;
				return;
			}
			add_leaf(v, s + i, end - i);
			i = end;
		}
	}
	v->strange |= memchr(s, '?', n) && mentions(s, n, v->symbol);
}

/* Leaves back to what they were. */
static void restore_leaves(const struct leaves *v, const char *expr,
			   const char *set, const char *module,
			   struct strbuf *out)
{
	for (const char *s = expr; *s; ) {
		size_t number;
		int n = 0;

		if (starts_with(s, set_leaf)) {
			strbuf_addstr(out, set);
			s += strlen(set_leaf);
		} else if (starts_with(s, module_leaf)) {
			strbuf_addstr(out, module);
			s += strlen(module_leaf);
		} else if (*s == 'a') {
			char *end;

			number = strtoul(s + 2, &end, 10);
			n = end + 1 - s;
			strbuf_addstr(out, v->texts.v[number]);
			s += n;
		} else {
			strbuf_addch(out, *s++);
		}
	}
}

static enum cpp_result result_of(enum kexpr_result r)
{
	switch (r) {
	case KEXPR_SAME:
		return CPP_SAME;
	case KEXPR_CHANGED:
		return CPP_REST;
	case KEXPR_N:
		return CPP_FALSE;
	case KEXPR_Y:
		return CPP_TRUE;
	default:
		return CPP_STRANGE;
	}
}

static enum cpp_result resolve_leaf(struct strbuf *expr, const char *leaf,
				    enum kexpr_mode mode)
{
	struct kexpr *e = kexpr_parse(expr->buf, expr->len);
	struct strbuf rest = STRBUF_INIT;
	enum cpp_result r = CPP_STRANGE;

	if (e)
		r = result_of(kexpr_resolve(e, leaf, mode, &rest));
	kexpr_free(e);
	if (r == CPP_REST)
		strbuf_swap(expr, &rest);
	strbuf_release(&rest);
	return r;
}

/* A symbol that is y is not m. */
static enum cpp_result resolve(struct leaves *v, enum cpp_value value)
{
	enum cpp_result r, m = resolve_leaf(&v->expr, module_leaf, KEXPR_AS_N);

	if (m != CPP_SAME && m != CPP_REST)
		return m;
	r = resolve_leaf(&v->expr, set_leaf,
			 value == CPP_YES ? KEXPR_AS_Y : KEXPR_AS_N);
	return r == CPP_SAME ? m : r;
}

enum cpp_result cpp_resolve_text(const char *s, size_t n, const char *symbol,
				 enum cpp_value value, struct strbuf *out)
{
	struct leaves v = {
		.texts = STRVEC_INIT, .expr = STRBUF_INIT, .symbol = symbol,
	};
	enum cpp_result r = CPP_SAME;

	if (!mentions(s, n, symbol))
		return r;
	find_leaves(&v, s, n);
	r = v.strange ? CPP_STRANGE : resolve(&v, value);
	if (r == CPP_REST)
		restore_leaves(&v, v.expr.buf, "", "", out);
	strvec_release(&v.texts);
	strbuf_release(&v.expr);
	return r;
}

enum cpp_result cpp_resolve(const struct cpp_text *t, const struct cpp_line *l,
			    const char *symbol, enum cpp_value value,
			    struct strbuf *out)
{
	enum cpp_result r;

	if (l->kind != CPP_IF && l->kind != CPP_IFDEF &&
	    l->kind != CPP_IFNDEF && l->kind != CPP_ELIF)
		return CPP_SAME;
	r = cpp_resolve_text(t->buf + l->cond, l->cond_len, symbol, value, out);
	if (l->kind == CPP_IFNDEF && r == CPP_TRUE)
		return CPP_FALSE;
	if (l->kind == CPP_IFNDEF && r == CPP_FALSE)
		return CPP_TRUE;
	return r;
}

void cpp_implies(const struct cpp_text *t, const struct cpp_line *l,
		 const char *symbol, enum cpp_value *holds,
		 enum cpp_value *fails)
{
	struct strbuf ignored = STRBUF_INIT;
	enum cpp_result yes = cpp_resolve(t, l, symbol, CPP_YES, &ignored);
	enum cpp_result no = cpp_resolve(t, l, symbol, CPP_NO, &ignored);

	/* it holds: so not that value with which it could not */
	*holds = no == CPP_FALSE ? CPP_YES : yes == CPP_FALSE ? CPP_NO :
								CPP_UNKNOWN;
	*fails = no == CPP_TRUE ? CPP_YES : yes == CPP_TRUE ? CPP_NO :
							      CPP_UNKNOWN;
	strbuf_release(&ignored);
}
