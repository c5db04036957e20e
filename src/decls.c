/* SPDX-License-Identifier: GPL-2.0-only */
#include "decls.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* One token of code: an identifier or a single character. */
struct tok {
	const char *s;
	unsigned len;
	unsigned line;
};

struct tokens {
	struct tok *v;
	size_t nr, alloc;
};

void decl_list_release(struct decl_list *l)
{
	size_t i;

	for (i = 0; i < l->nr; i++) {
		free(l->v[i].name);
		free(l->v[i].tag);
	}
	free(l->v);
	memset(l, 0, sizeof(*l));
}

static void decl_add(struct decl_list *l, enum decl_kind kind, const char *name,
		     size_t len, const char *tag, size_t tag_len,
		     unsigned first, unsigned last)
{
	struct decl *d;

	ALLOC_GROW(l->v, l->nr + 1, l->alloc);
	d = &l->v[l->nr++];
	d->name = xstrndup(name, len);
	d->tag = tag ? xstrndup(tag, tag_len) : NULL;
	d->kind = kind;
	d->first = first;
	d->last = last;
}

void blank_comments(char *s, size_t len, bool strings)
{
	size_t i = 0, from;

	while (i < len) {
		if (s[i] == '/' && i + 1 < len && s[i + 1] == '*') {
			for (from = i, i += 2; i < len; i++)
				if (s[i] == '/' && s[i - 1] == '*' &&
				    i > from + 2)
					break;
			i += i < len;
		} else if (s[i] == '/' && i + 1 < len && s[i + 1] == '/') {
			for (from = i; i < len && s[i] != '\n'; i++)
				;
		} else if (s[i] == '"' || s[i] == '\'') {
			char q = s[i];

			for (from = i++; i < len && s[i] != q && s[i] != '\n';
			     i++)
				i += s[i] == '\\' && i + 1 < len;
			i += i < len && s[i] == q;
			if (!strings)
				continue;
		} else {
			i++;
			continue;
		}
		for (; from < i; from++)
			if (s[from] != '\n')
				s[from] = ' ';
	}
}

/*
 * Split code into tokens.  Directives are no code: a #define gives a macro
 * with all its lines, the others nothing.
 */
static void tokenize(const char *s, struct tokens *t, struct decl_list *out)
{
	unsigned line = 1;
	bool bol = true;

	while (*s) {
		if (bol && s[strspn(s, " \t")] == '#') {
			const char *d = s + strspn(s, " \t") + 1, *name = NULL;
			unsigned first = line, n = 0;

			d += strspn(d, " \t");
			if (starts_with(d, "define") &&
			    isspace((unsigned char)d[6])) {
				name = d + 6 + strspn(d + 6, " \t");
				while (is_word_char(name[n]))
					n++;
			}
			for (s = d; *s && *s != '\n'; s++)
				if (*s == '\\' && s[1] == '\n') {
					line++;
					s++;
				}
			if (n)
				decl_add(out, DECL_MACRO, name, n, NULL, 0,
					 first, line);
			continue;
		}
		if (*s == '\n') {
			line++;
			bol = true;
			s++;
			continue;
		}
		if (isspace((unsigned char)*s)) {
			s++;
			continue;
		}
		bol = false;
		ALLOC_GROW(t->v, t->nr + 1, t->alloc);
		t->v[t->nr].s = s;
		t->v[t->nr].line = line;
		t->v[t->nr].len = 1;
		while (is_word_char(*s) && is_word_char(s[1])) {
			s++;
			t->v[t->nr].len++;
		}
		t->nr++;
		s++;
	}
}

static bool tok_is(const struct tok *t, const char *word)
{
	return strlen(word) == t->len && !strncmp(t->s, word, t->len);
}

static bool tok_name(const struct tok *t)
{
	static const char *const words[] = {
		"static", "inline", "extern", "const", "volatile", "struct",
		"union", "enum", "typedef", "unsigned", "signed", "int", "char",
		"long", "short", "void", "bool", "if", "else", "for", "while",
		"do", "return", "sizeof", "typeof", "switch", "case", "goto",
		"__inline", "__inline__", "__always_inline", "__attribute__",
		"asmlinkage", "register", "restrict", "default", "break",
	};
	size_t i;

	if (!is_word_char(*t->s) || isdigit((unsigned char)*t->s))
		return false;
	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (tok_is(t, words[i]))
			return false;
	return true;
}

/* The index behind the bracket that closes the one at @i. */
static size_t skip_group(const struct tokens *t, size_t i, size_t end)
{
	int depth = 0;

	for (; i < end; i++) {
		if (strchr("({[", *t->v[i].s))
			depth++;
		else if (strchr(")}]", *t->v[i].s) && --depth <= 0)
			return i + 1;
	}
	return end;
}

static size_t statement(const struct tokens *t, size_t i, size_t end,
			const struct tok *tag, bool member,
			struct decl_list *out);

static void enumerators(const struct tokens *t, size_t i, size_t end,
			struct decl_list *out)
{
	while (i < end) {
		size_t from = i;

		while (i < end && *t->v[i].s != ',')
			i = strchr("({[", *t->v[i].s) ? skip_group(t, i, end) :
			    i + 1;
		if (tok_name(&t->v[from]))
			decl_add(out, DECL_OTHER, t->v[from].s, t->v[from].len,
				 NULL, 0, t->v[from].line, t->v[i - 1].line);
		i++;
	}
}

/* Names in the declarators t[i..end): those before ( [ , : = and the end. */
static void declarators(const struct tokens *t, size_t i, size_t end,
			unsigned first, enum decl_kind kind,
			const struct tok *tag, struct decl_list *out)
{
	unsigned last = end ? t->v[end - 1].line : first;
	size_t k, inner;

	for (k = i; k < end; k++) {
		const struct tok *next = k + 1 < end ? &t->v[k + 1] : NULL;
		char c = next ? *next->s : ';';

		if (*t->v[k].s == '=') {
			while (k < end && *t->v[k].s != ',')
				k = strchr("({[", *t->v[k].s) ?
				    skip_group(t, k, end) : k + 1;
			continue;
		}
		if (*t->v[k].s == '[' || tok_is(&t->v[k], "__attribute__")) {
			k += *t->v[k].s != '[';
			k = skip_group(t, k, end) - 1;
			continue;
		}
		if (*t->v[k].s == '(') {
			/* (*name)(...), else parameters */
			inner = skip_group(t, k, end);
			if (next && *next->s == '*')
				for (k += 2; k < inner; k++)
					if (tok_name(&t->v[k])) {
						decl_add(out, kind, t->v[k].s,
							 t->v[k].len,
							 tag ? tag->s : NULL,
							 tag ? tag->len : 0,
							 first, last);
						break;
					}
			k = inner;
			if (k < end && *t->v[k].s == '(')
				k = skip_group(t, k, end);
			k--;
			continue;
		}
		/* "type_t (*name)(...)": the group has the name */
		if (c == '(' && k + 2 < end && *t->v[k + 2].s == '*')
			continue;
		/* behind a ')' or '}': attributes, "__packed", "__must_check" */
		if (!tok_name(&t->v[k]) || !strchr("([,:=;", c) ||
		    (k && (*t->v[k - 1].s == ')' ||
			   (*t->v[k - 1].s == '}' && *t->v[k].s == '_'))))
			continue;
		if (c != '(' || k != i)
			decl_add(out, kind, t->v[k].s, t->v[k].len,
				 tag ? tag->s : NULL, tag ? tag->len : 0, first,
				 last);
		/* MACRO(a, b); declares we do not know which of them */
		if (c == '(' && k == i) {
			inner = skip_group(t, k + 1, end);
			for (k += 2; k + 1 < inner; k++)
				if (tok_name(&t->v[k]))
					decl_add(out, kind, t->v[k].s,
						 t->v[k].len,
						 tag ? tag->s : NULL,
						 tag ? tag->len : 0, first,
						 last);
			k = inner - 1;
		}
	}
}

/*
 * The body of struct, union or enum t[open] ('{').  @kw is its keyword.
 * Gives the index behind the closing brace.
 */
static size_t aggregate(const struct tokens *t, size_t kw, size_t open,
			size_t end, unsigned first, const struct tok *outer,
			struct decl_list *out)
{
	const struct tok *name = NULL;
	size_t close = skip_group(t, open, end), i;

	for (i = kw + 1; i < open && !name; i++)
		if (tok_name(&t->v[i]) && !starts_with(t->v[i].s, "__attr"))
			name = &t->v[i];
	if (name)
		decl_add(out, DECL_OTHER, name->s, name->len, NULL, 0, first,
			 t->v[open].line);
	if (tok_is(&t->v[kw], "enum")) {
		enumerators(t, open + 1, close - 1, out);
		return close;
	}
	/* members of an unnamed part are reached as the outer one's */
	if (!name)
		name = outer;
	for (i = open + 1; i + 1 < close;)
		i = statement(t, i, close - 1, name, true, out);
	return close;
}

static size_t find_keyword(const struct tokens *t, size_t from, size_t open)
{
	size_t i;

	for (i = open; i > from; i--) {
		const struct tok *k = &t->v[i - 1];

		if (tok_is(k, "struct") || tok_is(k, "union") ||
		    tok_is(k, "enum"))
			return i - 1;
		if (*k->s == '(' || *k->s == ')' || *k->s == '=')
			break;
	}
	return open;
}

/* One declaration from t[i]; gives the index behind it. */
static size_t statement(const struct tokens *t, size_t i, size_t end,
			const struct tok *tag, bool member,
			struct decl_list *out)
{
	size_t from = i, start = i, kw;
	unsigned first = t->v[i].line;
	bool init = false, parens = false;

	if (*t->v[i].s == ';' || *t->v[i].s == '}')
		return i + 1;
	for (; i < end && *t->v[i].s != ';'; ) {
		if (*t->v[i].s == '=')
			init = true;
		if (*t->v[i].s == '(' || *t->v[i].s == '[') {
			parens |= *t->v[i].s == '(';
			i = skip_group(t, i, end);
			continue;
		}
		if (*t->v[i].s != '{') {
			i++;
			continue;
		}
		kw = init ? i : find_keyword(t, from, i);
		if (kw < i) {
			i = aggregate(t, kw, i, end, first, tag, out);
			start = i;	/* what follows are declarators */
			first = t->v[i - 1].line;
			continue;
		}
		if (init) {
			i = skip_group(t, i, end);
			continue;
		}
		if (tok_is(&t->v[from], "extern") && !parens)
			return i + 1;	/* extern "C" { */
		i = skip_group(t, i, end);
		/* a function: the name before its first parenthesis */
		for (kw = from; kw + 1 < i; kw++) {
			if (tok_is(&t->v[kw], "__attribute__")) {
				kw = skip_group(t, kw + 1, i) - 1;
				continue;
			}
			if (tok_name(&t->v[kw]) && *t->v[kw + 1].s == '(')
				break;
		}
		if (kw + 1 < i)
			decl_add(out, DECL_INLINE, t->v[kw].s, t->v[kw].len,
				 NULL, 0, first, t->v[i - 1].line);
		return i;
	}
	/* "struct foo;" says nothing that code could use */
	if (i - from == 2 && (tok_is(&t->v[from], "struct") ||
			      tok_is(&t->v[from], "union")))
		return i + 1;
	declarators(t, start, i, first, member ? DECL_MEMBER : DECL_OTHER, tag,
		    out);
	return i + 1;
}

void decls_loose(const char *text, const bool *mark, size_t nr,
		 struct decl_list *out)
{
	struct decl_list covered = { 0 }, macros = { 0 };
	struct tokens t = { 0 };
	char *s = xstrdup(text);
	size_t i, j;

	blank_comments(s, strlen(s), true);
	tokenize(s, &t, &macros);
	decls_of(text, strlen(text), &covered);
	for (i = 0; i < t.nr; i++) {
		unsigned line = t.v[i].line;

		if (line > nr || !mark[line - 1] || !tok_name(&t.v[i]))
			continue;
		for (j = 0; j < covered.nr; j++)
			if (covered.v[j].first <= line &&
			    covered.v[j].last >= line)
				break;
		/* "struct foo;" is on purpose in no declaration */
		if (j == covered.nr && !(i + 1 < t.nr && i &&
					 *t.v[i + 1].s == ';' &&
					 (tok_is(&t.v[i - 1], "struct") ||
					  tok_is(&t.v[i - 1], "union"))))
			decl_add(out, DECL_OTHER, t.v[i].s, t.v[i].len, NULL, 0,
				 line, line);
	}
	decl_list_release(&covered);
	decl_list_release(&macros);
	free(t.v);
	free(s);
}

void decls_of(const char *text, size_t len, struct decl_list *out)
{
	struct tokens t = { 0 };
	char *s = xstrndup(text, len);
	size_t i;

	blank_comments(s, strlen(s), true);
	tokenize(s, &t, out);
	for (i = 0; i < t.nr;)
		i = statement(&t, i, t.nr, NULL, false, out);
	free(t.v);
	free(s);
}
