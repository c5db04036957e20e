/* SPDX-License-Identifier: GPL-2.0-only */
/* What the body of one rule names: see spatch_words.c. */
#define _GNU_SOURCE	/* memmem */
#include "spatch_int.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* One of @words, if @known; a rule that is @sure needs none. */
struct anchor {
	bool known;
	bool sure;		/* bound to where a rule before it matched */
	struct strvec words;
	unsigned cost;
};

enum token {
	T_END, T_WORD, T_OPEN, T_BAR, T_AND, T_CLOSE,	/* \( \| \& \) */
	T_NEST, T_NEST_PLUS, T_NEST_END,		/* <... <+... ...> */
	T_WHEN, T_AT, T_DIRECTIVE, T_LEFT_BRACE, T_RIGHT_BRACE, T_SEMICOLON,
	T_OTHER,
};

struct reader {
	const char *p, *end;	/* of a rule's body */
	enum token token;
	const char *word;
	size_t len;
	bool optional;		/* the line begins with '?' */
	bool line_start;
	bool failed;

	const struct metavars *vars;
	const struct strvec *preferred;	/* sorted */
	struct anchor part;	/* since the last end of a declaration */
};

/* What isomorphisms add or drop, and what any function may have. */
static bool says_nothing(const char *w, size_t n)
{
	static const char *const words[] = {
		"auto", "bool", "break", "case", "char", "const", "continue",
		"default", "do", "double", "else", "enum", "extern", "false",
		"float", "for", "goto", "if", "inline", "int", "long",
		"register", "restrict", "return", "short", "signed", "sizeof",
		"static", "struct", "switch", "true", "typedef", "typeof",
		"union", "unsigned", "void", "volatile", "while",
		"NULL", "likely", "unlikely", "when",
	};

	if (n >= 2 && !memcmp(w, "__", 2))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strlen(words[i]) == n && !memcmp(words[i], w, n))
			return true;
	return false;
}

/* ---- anchors ---- */

#define ANCHOR_NONE { .words = STRVEC_INIT }

static void anchor_release(struct anchor *a)
{
	strvec_release(&a->words);
	a->known = a->sure = false;
	a->cost = 0;
}

/* Both hold, so the better one is enough.  Takes @b. */
static void anchor_and(struct anchor *a, struct anchor *b)
{
	if (!b->known || a->sure ||
	    (a->known && !b->sure && a->cost <= b->cost)) {
		anchor_release(b);
		return;
	}
	anchor_release(a);
	*a = *b;
	strvec_init(&b->words);
}

/* Either may hold: both must be known.  Takes @b. */
static void anchor_or(struct anchor *a, struct anchor *b)
{
	a->known = a->known && b->known;
	a->sure = a->sure && b->sure;
	a->cost += b->cost;
	strvec_pushv(&a->words, &b->words);
	anchor_release(b);
}

static struct anchor anchor_of_words(const struct reader *r,
				     const struct strvec *words)
{
	struct anchor a = { .known = true, .words = STRVEC_INIT };

	for (size_t i = 0; i < words->nr; i++) {
		const char *w = words->v[i];

		strvec_push(&a.words, w);
		/* a word that the pass looks for costs no further function */
		if (!strvec_has_sorted(r->preferred, w))
			a.cost += strlen(w) < 6 ? 12 : 4;
		a.cost++;
	}
	return a;
}

static struct anchor anchor_of_word(const struct reader *r, const char *w,
				    size_t n)
{
	struct strvec words = STRVEC_INIT;
	struct anchor a;

	strvec_pushn(&words, w, n);
	a = anchor_of_words(r, &words);
	strvec_release(&words);
	return a;
}

/* ---- tokens of a rule's body ---- */

static bool at(const struct reader *r, const char *what)
{
	size_t n = strlen(what);

	return (size_t)(r->end - r->p) >= n && !memcmp(r->p, what, n);
}

static void skip_to_eol(struct reader *r)
{
	const char *nl = memchr(r->p, '\n', r->end - r->p);

	r->p = nl ? nl : r->end;
}

/* The first column: '-', '+', '*', '?', or a part of a disjunction. */
static enum token first_column(struct reader *r)
{
	static const char marks[] = "(|&)";
	static const enum token tokens[] = { T_OPEN, T_BAR, T_AND, T_CLOSE };
	const char *mark;

	r->optional = false;
	while (r->p < r->end && *r->p == '+') {
		skip_to_eol(r);
		r->p += r->p < r->end;
	}
	if (r->p == r->end)
		return T_OTHER;
	mark = strchr(marks, *r->p);
	if (*r->p && mark) {
		r->p++;
		return tokens[mark - marks];
	}
	if (*r->p == '?')
		r->optional = true;
	if (strchr("-*?", *r->p))
		r->p++;
	return T_OTHER;
}

static bool skip_quoted(struct reader *r)
{
	char quote = *r->p++;

	while (r->p < r->end && *r->p != quote && *r->p != '\n')
		r->p += *r->p == '\\' && r->p + 1 < r->end ? 2 : 1;
	if (r->p == r->end || *r->p != quote)
		return false;
	r->p++;
	return true;
}

static bool skip_comment(struct reader *r)
{
	const char *close;

	if (at(r, "//")) {
		skip_to_eol(r);
		return true;
	}
	if (!at(r, "/*"))
		return false;
	close = memmem(r->p, r->end - r->p, "*/", 2);
	r->failed = r->failed || !close;
	r->p = close ? close + 2 : r->end;
	return true;
}

static enum token read_punctuator(struct reader *r)
{
	static const struct {
		const char *text;
		enum token token;
	} forms[] = {
		{ "\\(", T_OPEN }, { "\\|", T_BAR }, { "\\&", T_AND },
		{ "\\)", T_CLOSE }, { "<+...", T_NEST_PLUS },
		{ "<...", T_NEST }, { "...+>", T_NEST_END },
		{ "...>", T_NEST_END }, { "...", T_OTHER }, { "@", T_AT },
		{ "{", T_LEFT_BRACE }, { "}", T_RIGHT_BRACE },
		{ ";", T_SEMICOLON },
	};

	for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
		if (at(r, forms[i].text)) {
			r->p += strlen(forms[i].text);
			return forms[i].token;
		}
	}
	r->p++;
	return T_OTHER;
}

static enum token read_word(struct reader *r)
{
	r->word = r->p;
	while (r->p < r->end && is_word_char(*r->p))
		r->p++;
	r->len = r->p - r->word;
	if (r->len == 4 && !memcmp(r->word, "when", 4))
		return T_WHEN;
	return isdigit((unsigned char)*r->word) ? T_OTHER : T_WORD;
}

static enum token read_token(struct reader *r)
{
	bool first = false;

	while (r->p < r->end) {
		if (r->line_start) {
			enum token t = first_column(r);

			r->line_start = false;
			first = true;
			if (t != T_OTHER)
				return t;
			continue;
		}
		if (*r->p == '\n') {
			r->line_start = true;
			r->p++;
		} else if (isspace((unsigned char)*r->p)) {
			r->p++;
		} else if (*r->p == '"' || *r->p == '\'') {
			r->failed = r->failed || !skip_quoted(r);
			return T_OTHER;
		} else if (*r->p == '#' && first) {
			skip_to_eol(r);
			return T_DIRECTIVE;
		} else if (skip_comment(r)) {
			;
		} else if (is_word_char(*r->p)) {
			return read_word(r);
		} else {
			return read_punctuator(r);
		}
	}
	return T_END;
}

static void next(struct reader *r)
{
	r->token = read_token(r);
}

/* ---- what a body names ---- */

static const struct metavar *find_var(const struct reader *r, const char *name,
				      size_t len)
{
	for (size_t i = 0; i < r->vars->nr; i++)
		if (strlen(r->vars->v[i].name) == len &&
		    !memcmp(r->vars->v[i].name, name, len))
			return &r->vars->v[i];
	return NULL;
}

static struct anchor read_sequence(struct reader *r, int depth);

/* From "(" to behind ")": alternatives, or with '&' what all must hold. */
static struct anchor read_disjunction(struct reader *r, int depth)
{
	struct anchor all = ANCHOR_NONE;
	enum token joint = T_END;
	bool begun = false;

	do {
		struct anchor a;

		next(r);
		a = read_sequence(r, depth + 1);
		if (!begun)
			all = a;
		else if (joint == T_AND)
			anchor_and(&all, &a);
		else
			anchor_or(&all, &a);
		begun = true;
		if (r->token == T_BAR || r->token == T_AND) {
			r->failed = r->failed ||
				    (joint != T_END && joint != r->token);
			joint = r->token;
		}
	} while ((r->token == T_BAR || r->token == T_AND) && !r->failed);
	r->failed = r->failed || r->token != T_CLOSE;
	next(r);
	return all;
}

/* "@p": it matters only if a rule before has it. */
static struct anchor read_position(struct reader *r)
{
	struct anchor a = ANCHOR_NONE;
	const struct metavar *v;

	next(r);
	if (r->token != T_WORD) {
		r->failed = true;
		return a;
	}
	v = find_var(r, r->word, r->len);
	a.known = a.sure = v && v->at_position && !r->optional;
	next(r);
	return a;
}

static struct anchor read_name(struct reader *r)
{
	const struct metavar *v = find_var(r, r->word, r->len);
	struct anchor a = ANCHOR_NONE;

	if (!r->optional) {
		if (v && v->listed)
			a = anchor_of_words(r, &v->words);
		else if (!v && !says_nothing(r->word, r->len))
			a = anchor_of_word(r, r->word, r->len);
	}
	next(r);
	return a;
}

/* What must not, or may, be on a way: up to the line's end. */
static void skip_when(struct reader *r)
{
	int depth = 0, parens = 0;

	while (r->p < r->end && *r->p != '\n') {
		bool plain = r->p[-1] != '\\';

		parens += plain && *r->p == '(';
		parens -= plain && *r->p == ')';
		if (at(r, "\\("))
			depth++;
		else if (at(r, "\\)") && depth-- == 0)
			break;
		else if (at(r, "\\|") && !depth)
			break;
		r->p++;
	}
	/* it goes on in the next line */
	r->failed = r->failed || depth > 0 || parens > 0;
	next(r);
}

static struct anchor read_nest(struct reader *r, int depth)
{
	bool needed = r->token == T_NEST_PLUS && !r->optional;
	struct anchor a;

	next(r);
	a = read_sequence(r, depth + 1);
	r->failed = r->failed || r->token != T_NEST_END;
	next(r);
	if (!needed)
		anchor_release(&a);
	return a;
}

static struct anchor read_element(struct reader *r, int depth)
{
	struct anchor none = ANCHOR_NONE;

	switch (r->token) {
	case T_OPEN:
		r->failed = r->failed || r->optional;
		return read_disjunction(r, depth);
	case T_NEST:
	case T_NEST_PLUS:
		return read_nest(r, depth);
	case T_AT:
		return read_position(r);
	case T_WORD:
		return read_name(r);
	case T_WHEN:
		skip_when(r);
		return none;
	default:
		next(r);
		return none;
	}
}

static bool ends_sequence(enum token t)
{
	return t == T_END || t == T_BAR || t == T_AND || t == T_CLOSE ||
	       t == T_NEST_END;
}

static struct anchor read_sequence(struct reader *r, int depth)
{
	struct anchor all = ANCHOR_NONE;

	if (depth > 50)
		r->failed = true;
	while (!ends_sequence(r->token) && !r->failed) {
		struct anchor a = read_element(r, depth);

		anchor_and(&all, &a);
	}
	return all;
}

/* ---- a body: several top-level things are matched each for itself ---- */

/* Add what has been named since the last one; nothing: all is needed. */
static bool end_part(struct reader *r, bool seen, struct strvec *words)
{
	bool ok = !seen || r->part.known;

	strvec_pushv(words, &r->part.words);
	anchor_release(&r->part);
	return ok;
}

/* "};" and "} name;" belong to what the '}' ends. */
static bool is_declarator(struct reader r)
{
	if (r.token == T_WORD)
		next(&r);
	return r.token == T_SEMICOLON;
}

/*
 * A '}' or ';' outside of braces may end a declaration, and what follows may
 * stand elsewhere in the file: with @split each has to name something.  Of
 * statements that asks for more than is needed.
 */
static bool read_parts(struct reader *r, bool split, struct strvec *words)
{
	int braces = 0;
	bool seen = false;

	while (r->token != T_END && !r->failed) {
		enum token t = r->token;
		struct anchor a;

		/*
		 * It is matched for itself, and a function that holds one is
		 * always shown.
		 */
		if (t == T_DIRECTIVE) {
			if (!end_part(r, seen, words))
				return false;
			seen = false;
			next(r);
			continue;
		}
		if (t == T_BAR || t == T_AND || t == T_CLOSE ||
		    t == T_NEST_END)
			return false;
		braces += t == T_LEFT_BRACE;
		braces -= t == T_RIGHT_BRACE;
		a = read_element(r, 0);
		anchor_and(&r->part, &a);
		seen = true;
		if (split && !braces &&
		    (t == T_RIGHT_BRACE || t == T_SEMICOLON)) {
			if (t == T_RIGHT_BRACE && is_declarator(*r))
				continue;
			if (!end_part(r, seen, words))
				return false;
			seen = false;
		}
	}
	return end_part(r, seen, words) && !r->failed && !braces;
}

/* Words whose group in parentheses is followed by statements. */
static bool is_control(const char *w, size_t n)
{
	return (n == 2 && !memcmp(w, "if", 2)) ||
	       (n == 3 && !memcmp(w, "for", 3)) ||
	       (n == 5 && !memcmp(w, "while", 5)) ||
	       (n == 6 && !memcmp(w, "switch", 6));
}

/*
 * May a body be of several top-level things?  More follows the '}' of one, or
 * a function comes after a ';'.
 */
static bool has_parts(struct reader r)
{
	int braces = 0, parens = 0;
	bool closed = false, ended = false, control = false, group = false;

	for (next(&r); r.token != T_END; next(&r)) {
		char ch = r.p[-1];

		if (closed && r.token != T_SEMICOLON && r.token != T_CLOSE)
			return true;
		if (r.token == T_LEFT_BRACE && !braces && group && !control &&
		    ended)
			return true;
		group = r.token == T_OTHER && ch == ')';
		if (r.token == T_WORD && !parens)
			control = is_control(r.word, r.len);
		parens += r.token == T_OTHER && ch == '(';
		parens -= group;
		braces += r.token == T_LEFT_BRACE;
		braces -= r.token == T_RIGHT_BRACE;
		closed = closed || (r.token == T_RIGHT_BRACE && !braces);
		ended = ended || (r.token == T_SEMICOLON && !braces);
	}
	return false;
}

bool spatch_body_words(const struct metavars *vars,
		       const struct strvec *preferred, const char *body,
		       const char *end, struct strvec *words)
{
	struct reader r = { .p = body, .end = end, .vars = vars,
			    .preferred = preferred, .part = ANCHOR_NONE };
	bool split = has_parts(r), ok;

	next(&r);
	ok = read_parts(&r, split, words);
	anchor_release(&r.part);
	return ok;
}
