/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which of Coccinelle's isomorphisms cannot apply to a rule: the rule has
 * nothing of the form that they rewrite.  spatch tries all of standard.iso at
 * each node of each rule, which is most of the time that it takes to read a
 * long rule; it is spared those that would come to nothing, so that what a
 * rule matches stays the same.
 *
 * Of a rule its body counts, and no declaration of a metavariable.  The text is
 * read in tokens, and in doubt a form counts as there.  spatch
 * applies isomorphisms in the order of the file, one to the result of another:
 * what an earlier one may bring (!x from x == NULL) counts as there too.
 */
#define _GNU_SOURCE	/* memmem */
#include "spatch.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "tempfile.h"

/* What a rule has. */
enum {
	EQUAL = 1 << 0,		/* == */
	DIFFER = 1 << 1,	/* != */
	NOT = 1 << 2,
	TEST = 1 << 3,		/* if, while, for, &&, ||, !, ?: */
	BAR = 1 << 4,		/* one | */
	AMPERSAND = 1 << 5,	/* one &, between two operands */
	PLUS = 1 << 6,		/* also ++ and += */
	MINUS = 1 << 7,
	STAR = 1 << 8,		/* between two operands: also in T *p */
	SLASH = 1 << 9,
	ORDER = 1 << 10,	/* <, >, <=, >= */
	QUESTION = 1 << 11,
	DOT = 1 << 12,		/* of a member */
	PAREN = 1 << 13,	/* around an expression or a type, not of a call */
	BLOCK = 1 << 14,	/* a { that begins a statement */
	ZERO = 1 << 15,
	INT = 1 << 16,
	UNSIGNED = 1 << 17,
	SIGNED = 1 << 18,
	ELSE = 1 << 19,
	RETURN = 1 << 20,
	STATIC = 1 << 21,
	EXTERN = 1 << 22,
	SIZEOF = 1 << 23,
	LIKELY = 1 << 24,
	PREDICT = 1 << 25,
	FOR = 1 << 26,
	DECL = 1 << 27,		/* "type name;" */
	CONDITION = 1 << 28,	/* follows the word, in parentheses */
};
#define ALL (~0U)

static const struct {
	const char *name;
	unsigned has;
} words[] = {
	{ "if", TEST | CONDITION }, { "while", TEST | CONDITION },
	{ "for", TEST | FOR | CONDITION }, { "switch", CONDITION },
	{ "do", TEST }, { "int", INT }, { "unsigned", UNSIGNED },
	{ "signed", SIGNED }, { "else", ELSE }, { "return", RETURN },
	{ "static", STATIC }, { "extern", EXTERN }, { "sizeof", SIZEOF },
	{ "likely", LIKELY }, { "unlikely", LIKELY }, { "case", 0 },
	{ "using", ALL },	/* isomorphisms of its own */
	{ "__predict_true", PREDICT }, { "__predict_false", PREDICT },
};

/* What brings !x or x == y; what brings x != y. */
#define EQUALITY (EQUAL | NOT | ELSE | QUESTION)
#define INEQUALITY (DIFFER | TEST | NOT | ELSE | QUESTION)

/*
 * By the names of standard.iso (1.1.1); each is of use only to a rule that has
 * one of these.  One that is not named here is always left on.
 */
static const struct {
	const char *name;
	unsigned needs;
} isos[] = {
	{ "drop_cast", PAREN }, { "add_signed", INT },
	{ "add_int1", UNSIGNED }, { "add_int2", SIGNED | INT },
	{ "not_int1", EQUALITY }, { "not_int2", INEQUALITY },
	{ "not_ptr1", EQUALITY }, { "not_ptr2", INEQUALITY },
	{ "commeq", EQUALITY }, { "commneq", INEQUALITY },
	{ "is_zero", EQUALITY }, { "isnt_zero", INEQUALITY },
	{ "is_null", EQUALITY }, { "isnt_null1", INEQUALITY },
	{ "bitor_comm", BAR }, { "bitand_comm", AMPERSAND },
	{ "plus_comm", PLUS }, { "mult_comm", STAR },
	{ "plus_assoc", PLUS }, { "minus_assoc", MINUS },
	{ "plus_minus_assoc1", PLUS }, { "plus_minus_assoc2", PLUS },
	{ "times_assoc", STAR }, { "div_assoc", SLASH },
	{ "times_div_assoc1", SLASH }, { "times_div_assoc2", SLASH },
	{ "gtr_lss", ORDER }, { "gtr_lss_eq", ORDER },
	{ "inc", PLUS }, { "for_inc", FOR },
	{ "unlikely", LIKELY }, { "bsd_branch_pred", PREDICT },
	{ "paren", PAREN }, { "zero_multiple_format", ZERO },
	{ "neg_if", ELSE }, { "ne_if", ELSE }, { "drop_else", ELSE },
	{ "neg_if_exp", QUESTION },
	{ "decl_init", DECL },
	{ "extern_decl_init", EXTERN }, { "static_decl_init", STATIC },
	{ "braces0", BLOCK }, { "braces1", BLOCK }, { "braces2", BLOCK },
	{ "braces3", BLOCK }, { "braces4", BLOCK },
	{ "ret", RETURN }, { "mkinit", DOT }, { "fld_to_ptr", DOT },
	{ "sizeof_type_expr", SIZEOF },
};

struct reader {
	const char *p, *end;
	unsigned has;
	char last;	/* of the token before: 'a' a word, '0' a number,
			   'k' one that takes a condition, ' ' another keyword */
	char before;	/* of the one before that */
	bool first;	/* is the next token the line's first? */
	bool iterators;	/* some word may be one */
	bool condition;	/* the group outside of others is that of a keyword */
	int parens, braces;
};

/* Is the operator at hand between two operands?  It may be: a statement. */
static bool may_be_binary(const struct reader *r)
{
	if (r->first)
		return r->last != '{' && r->last != ',';
	return r->last && strchr("a0)]", r->last);
}

/*
 * A "(" that is not of a call or of a condition: these have a word before them,
 * in the same line.
 */
static bool opens_expression(const struct reader *r)
{
	return r->first || (r->last != 'a' && r->last != 'k');
}

/* A "{" that may begin a statement: not that of a function, struct or value. */
static bool opens_block(const struct reader *r)
{
	if (r->last == '=' || (r->last == 'a' && !r->first))
		return false;
	return r->braces || r->condition || r->iterators || r->last != ')';
}

/* "int x;" and "T *x;", but not "f();" and "return x;" */
static bool ends_declaration(const struct reader *r)
{
	return r->last == 'a' && (r->before == 'a' || r->before == '*' ||
				  r->before == ']' || r->before == ' ');
}

static bool is(const struct reader *r, const char *what)
{
	size_t n = strlen(what);

	return (size_t)(r->end - r->p) >= n && !memcmp(r->p, what, n);
}

static void read_word(struct reader *r)
{
	const char *start = r->p;
	size_t n;

	while (r->p < r->end && (isalnum((unsigned char)*r->p) || *r->p == '_'))
		r->p++;
	n = r->p - start;
	r->before = r->last;
	r->last = isdigit((unsigned char)*start) ? '0' : 'a';
	if (*start == '0')
		r->has |= ZERO;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (strlen(words[i].name) != n ||
		    memcmp(words[i].name, start, n))
			continue;
		r->has |= words[i].has;
		/* what follows is no call */
		r->last = words[i].has & CONDITION ? 'k' : ' ';
	}
}

static void skip_quoted(struct reader *r)
{
	char quote = *r->p++;

	while (r->p < r->end && *r->p != quote && *r->p != '\n')
		r->p += *r->p == '\\' && r->p + 1 < r->end ? 2 : 1;
	r->p += r->p < r->end;
	r->last = '0';
}

/* Comments; dots with their brackets; "->"; "\(", "\|", "\&". */
static bool skip_form(struct reader *r)
{
	static const char *const forms[] = {
		"<+...", "<...", "...+>", "...>", "...", "->",
		"\\(", "\\)", "\\|", "\\&",
	};

	if (is(r, "//")) {
		while (r->p < r->end && *r->p != '\n')
			r->p++;
		return true;
	}
	if (is(r, "/*")) {
		for (r->p += 2; r->p < r->end && !is(r, "*/"); r->p++)
			;
		r->p += r->p < r->end ? 2 : 0;
		return true;
	}
	for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
		if (!is(r, forms[i]))
			continue;
		r->p += strlen(forms[i]);
		r->last = forms[i][0] == '\\' ? '(' : '.';
		return true;
	}
	return false;
}

static bool read_pair(struct reader *r)
{
	static const struct {
		const char *text;
		unsigned has;
	} pairs[] = {
		{ "==", EQUAL }, { "!=", DIFFER }, { "&&", TEST },
		{ "||", TEST }, { "++", PLUS },
	};

	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++) {
		if (!is(r, pairs[i].text))
			continue;
		r->has |= pairs[i].has;
		r->p += 2;
		r->last = '=';
		return true;
	}
	return false;
}

static void read_operator(struct reader *r)
{
	bool binary = may_be_binary(r);

	switch (*r->p) {
	case '!': r->has |= NOT | TEST; break;
	case '|': r->has |= BAR; break;
	case '&': r->has |= binary ? AMPERSAND : 0; break;
	case '+': r->has |= PLUS; break;
	case '-': r->has |= MINUS; break;
	case '*': r->has |= binary ? STAR : 0; break;
	case '/': r->has |= SLASH; break;
	case '<':
	case '>': r->has |= ORDER; break;
	case '?': r->has |= QUESTION | TEST; break;
	case '.': r->has |= binary ? DOT : 0; break;
	case ';': r->has |= ends_declaration(r) ? DECL : 0; break;
	case '(':
		r->has |= opens_expression(r) ? PAREN : 0;
		if (!r->parens++)
			r->condition = r->last == 'k';
		break;
	case ')': r->parens -= r->parens > 0; break;
	case '{':
		r->has |= opens_block(r) ? BLOCK : 0;
		r->braces++;
		break;
	case '}': r->braces -= r->braces > 0; break;
	}
	r->before = r->last;
	r->last = *r->p++;
}

/* "when != x": x is code, what stands before it is not. */
static bool skip_when(struct reader *r)
{
	const char *p = r->p;

	if (!is(r, "when") || (r->end - p > 4 && p[4] != ' '))
		return false;
	for (p += 4; p < r->end && *p == ' '; p++)
		;
	if (r->end - p > 1 && (*p == '!' || *p == '=') && p[1] == '=')
		p += 2;
	r->p = p;
	r->last = '(';
	return true;
}

/* One line of a rule; a mark in the first column is not of the code. */
static void read_line(struct reader *r)
{
	if (r->p < r->end && strchr("+-*?()|&", *r->p))
		r->p++;
	r->first = true;
	while (r->p < r->end && *r->p != '\n') {
		unsigned char c = *r->p;

		if (isspace(c)) {
			r->p++;
			continue;
		}
		if (skip_when(r))
			;
		else if (isalnum(c) || c == '_')
			read_word(r);
		else if (c == '"' || c == '\'')
			skip_quoted(r);
		else if (!skip_form(r) && !read_pair(r))
			read_operator(r);
		r->first = false;
	}
	r->p += r->p < r->end;
}

static size_t line_length(const struct reader *r)
{
	const char *eol = memchr(r->p, '\n', r->end - r->p);

	return eol ? (size_t)(eol - r->p) + 1 : (size_t)(r->end - r->p);
}

/* A line of a script or of a head, which may end the head: "x << r.x; @@". */
static void skip_line(struct reader *r, bool *head)
{
	size_t n = line_length(r);

	if (*head && memmem(r->p, n, "@@", 2))
		*head = false;
	r->p += n;
}

/*
 * A line that begins with "@": the head of a rule begins, or ends ("@@", which
 * is also where a rule without a name begins).
 */
static void read_at(struct reader *r, bool *head, bool *script)
{
	size_t n = line_length(r);
	const char *name = r->p + 1;

	while (name < r->p + n && *name == ' ')
		name++;
	if (*head && is(r, "@@")) {
		*head = false;
	} else {
		*script = r->p + n - name > 6 &&
			  (!memcmp(name, "script", 6) ||
			   !memcmp(name, "initia", 6) ||
			   !memcmp(name, "finali", 6));
		/* the whole head in one line? */
		*head = !memmem(name, r->p + n - name, "@@", 2);
	}
	/* a head of several lines, or a script's operator: which is not known */
	if (!memchr(r->p + 1, '@', n - 1) ||
	    memmem(r->p, n, "using", strlen("using")))
		r->has = ALL;
	r->p += n;
	r->last = r->before = ';';
	r->parens = r->braces = 0;
}

static unsigned what_it_has(const char *rule, size_t len)
{
	struct reader r = { .p = rule, .end = rule + len, .last = ';',
			    .before = ';',
			    .iterators = memmem(rule, len, "iterator", 8) };
	bool head = false, script = false;

	while (r.p < r.end) {
		if (*r.p == '@')
			read_at(&r, &head, &script);
		else if (!script && !head)
			read_line(&r);
		else
			skip_line(&r, &head);
	}
	return r.has;
}

/* Are the isomorphisms those of standard.iso? */
static bool are_standard(const struct strvec *options)
{
	for (size_t i = 0; options && i < options->nr; i++)
		if (strstr(options->v[i], "iso-file"))
			return false;
	return true;
}

void spatch_needless_isos(const char *rule, size_t len,
			  const struct strvec *options, struct strvec *names)
{
	unsigned has = are_standard(options) ? what_it_has(rule, len) : ALL;

	for (size_t i = 0; i < ARRAY_SIZE(isos); i++)
		if (!(isos[i].needs & has))
			strvec_push(names, isos[i].name);
}

int spatch_probe_isos(struct spatch *sp, const char *home, struct strbuf *err)
{
	static const char rule[] = "@@\n@@\n- a\n+ b\n";
	char *dir = scratch_mkdir("isos", err), *path;
	struct child c;
	int ret;

	if (!dir)
		return ERR_UNABLE;
	path = xasprintf("%s/" SPATCH_CHECK_NAME, dir);
	ret = file_write(path, rule, strlen(rule), 0600, err);
	child_init(&c);
	child_env(&c, home, ".");
	c.dir = dir;
	c.timeout_ms = 10000;
	strvec_pushl(&c.argv, sp->program, "--parse-cocci",
		     "./" SPATCH_CHECK_NAME, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(isos); i++)
		strvec_pushl(&c.argv, "--disable-iso", isos[i].name, NULL);
	if (!ret)
		child_run(&c);
	/* an unknown name is an error of spatch's */
	sp->known_isos = !ret && c.end == CHILD_EXITED && !c.code;
	if (!ret && c.end == CHILD_CANCELLED)
		ret = error_set(err, ERR_INTERRUPTED, "interrupted");
	child_release(&c);
	free(path);
	free(dir);
	return ret;
}
