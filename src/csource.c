/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The lexer, and what can be asked of its result.  A line splice (backslash,
 * newline) can stand anywhere, even inside of an identifier; the input can be
 * any bytes, and those above 127 are part of nothing.
 */
#include "csource.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "csource_int.h"

struct lexer {
	struct csource *cs;
	const char *p, *end;
	const char *line_start;
	unsigned line;
	bool at_line_start;		/* only blanks and comments so far */
	struct cond_stack *cond;
	enum c_region base;		/* of what is outside of directives */
	bool macro;			/* in the body of a #define */
	bool directive;
};

/* Pass over line splices: "\", blanks, newline. */
static void skip_splices(struct lexer *lx)
{
	const char *q = lx->p;

	while (q < lx->end && *q == '\\') {
		q++;
		while (q < lx->end && (*q == ' ' || *q == '\t' || *q == '\r'))
			q++;
		if (q >= lx->end || *q != '\n')
			return;
		q++;
		lx->p = q;
		lx->line++;
		lx->line_start = q;
	}
}

/* The next character, 0 at the end; line splices do not exist. */
static int peek(struct lexer *lx)
{
	if (lx->p < lx->end && *lx->p == '\\')
		skip_splices(lx);
	return lx->p < lx->end ? (unsigned char)*lx->p : 0;
}

static void advance(struct lexer *lx)
{
	if (*lx->p == '\n') {
		lx->line++;
		lx->line_start = lx->p + 1;
	}
	lx->p++;
}

static bool at_end(struct lexer *lx)
{
	peek(lx);
	return lx->p >= lx->end;
}

/* The character after the next one. */
static int peek_second(struct lexer *lx)
{
	struct lexer ahead = *lx;

	if (!peek(&ahead))
		return 0;
	ahead.p++;
	return peek(&ahead);
}

static enum c_region region_of(const struct lexer *lx, enum c_region inner)
{
	if (lx->base == C_IF0)
		return inner == C_COMMENT ? C_COMMENT : C_IF0;
	if (inner != C_CODE)
		return inner;
	if (lx->base == C_OLD_ARM || lx->base == C_INACTIVE)
		return lx->base;
	return lx->macro ? C_MACRO : C_CODE;
}

static struct raw *add_raw(struct lexer *lx, int kind, char ch)
{
	struct csource *cs = lx->cs;
	struct raw *r;

	ALLOC_GROW(cs->raws, cs->nr_raws + 1, cs->alloc_raws);
	r = &cs->raws[cs->nr_raws++];
	memset(r, 0, sizeof(*r));
	r->kind = kind;
	r->ch = ch;
	r->macro = lx->macro;
	r->line = lx->line;
	r->col = lx->p - lx->line_start + 1;
	r->token = r->match = NO_TOKEN;
	return r;
}

/* Should code tokens here be seen by the search for shapes? */
static bool is_visible(const struct lexer *lx)
{
	return lx->base != C_IF0 && (!lx->directive || lx->macro);
}

static struct c_token *lex_word(struct lexer *lx, enum c_region inner)
{
	struct csource *cs = lx->cs;
	struct c_token *t;
	const char *s = lx->p;
	bool spliced = false;

	ALLOC_GROW(cs->tokens, cs->nr_tokens + 1, cs->alloc_tokens);
	t = &cs->tokens[cs->nr_tokens++];
	memset(t, 0, sizeof(*t));
	t->line = lx->line;
	t->col = lx->p - lx->line_start + 1;
	t->region = region_of(lx, inner);
	t->raw = NO_TOKEN;
	t->text = s;
	for (;;) {
		const char *q;

		while (lx->p < lx->end && is_word_char((unsigned char)*lx->p))
			lx->p++;
		q = lx->p;
		if (!is_word_char((unsigned char)peek(lx))) {
			t->len = q - s;
			break;
		}
		spliced = true;
	}
	if (spliced) {
		struct strbuf sb = STRBUF_INIT;
		const char *q;

		for (q = s; q < s + t->len; q++)
			if (is_word_char((unsigned char)*q))
				strbuf_addch(&sb, *q);
		strvec_push(&cs->spliced, sb.buf);
		t->text = cs->spliced.v[cs->spliced.nr - 1];
		t->len = sb.len;
		strbuf_release(&sb);
	}
	return t;
}

/*
 * A preprocessing number: also 0x1fULL, 1.e+5.  At most it eats what could
 * not be an identifier anyway.
 */
static void lex_number(struct lexer *lx)
{
	int c, last = 0;

	while ((c = peek(lx))) {
		if ((c == '+' || c == '-') && strchr("eEpP", last) && last)
			;
		else if (!is_word_char(c) && c != '.')
			break;
		last = c;
		lx->p++;
	}
}

/* One character of a comment or a literal, or a word of it. */
static void lex_text(struct lexer *lx, int c, enum c_region region)
{
	if (isdigit(c)) {
		while (is_word_char(peek(lx)))
			lx->p++;
	} else if (is_word_char(c)) {
		lex_word(lx, region);
	} else {
		advance(lx);
	}
}

static void lex_comment(struct lexer *lx)
{
	bool block;
	int c;

	advance(lx);
	block = peek(lx) == '*';
	advance(lx);
	while (!at_end(lx)) {
		c = peek(lx);
		if (!block && c == '\n')
			return;
		if (block && c == '*' && peek_second(lx) == '/') {
			advance(lx);
			peek(lx);
			advance(lx);
			return;
		}
		lex_text(lx, c, C_COMMENT);
	}
}

/* An unclosed literal ends with its line. */
static void lex_literal(struct lexer *lx, int close)
{
	advance(lx);
	while (!at_end(lx)) {
		int c = peek(lx);

		if (c == '\n')
			return;
		if (c == close) {
			advance(lx);
			return;
		}
		if (c == '\\') {
			/* the letter of an escape is not part of a word */
			advance(lx);
			c = peek(lx);
			if (c && c != '\n')
				advance(lx);
			continue;
		}
		lex_text(lx, c, C_STRING);
	}
}

static void lex_punct(struct lexer *lx, int c)
{
	int next = peek_second(lx);
	struct raw *r = is_visible(lx) ? add_raw(lx, RAW_PUNCT, c) : NULL;
	int op = c;

	advance(lx);
	if (c == '-' && next == '>') {
		op = OP_ARROW;
	} else if (c == '.' && next == '.') {
		struct lexer ahead = *lx;

		peek(&ahead);
		ahead.p++;
		if (peek(&ahead) == '.') {
			peek(lx);
			advance(lx);
			op = OP_ELLIPSIS;
		}
	} else if (next == '=' && strchr("=!<>+-*/%&|^", c)) {
		op = OP_OTHER;
	} else if (next == c && strchr("&|+-<>", c)) {
		op = OP_OTHER;
	}
	if (op != c) {
		peek(lx);
		advance(lx);
	}
	if (r)
		r->ch = op;
}

/* One token, comment or literal; blanks (but no newline) are passed over. */
static struct c_token *lex_one(struct lexer *lx)
{
	int c = peek(lx);
	struct c_token *t;

	if (c == '/' && (peek_second(lx) == '*' || peek_second(lx) == '/')) {
		lex_comment(lx);
		return NULL;
	}
	if (c == '"' || c == '\'') {
		if (is_visible(lx))
			add_raw(lx, RAW_VALUE, c);
		lex_literal(lx, c);
		return NULL;
	}
	if (isdigit(c) || (c == '.' && isdigit(peek_second(lx)))) {
		if (is_visible(lx))
			add_raw(lx, RAW_VALUE, '0');
		lex_number(lx);
		return NULL;
	}
	if (is_word_char(c)) {
		struct raw *r = is_visible(lx) ? add_raw(lx, RAW_IDENT, 0) : NULL;

		t = lex_word(lx, C_CODE);
		if (r) {
			r->token = t - lx->cs->tokens;
			t->raw = r - lx->cs->raws;
		}
		return t;
	}
	if (c > ' ' && c < 127)
		lex_punct(lx, c);
	else
		advance(lx);
	return NULL;
}

/* To the end of the logical line; the newline stays. */
static void lex_line(struct lexer *lx)
{
	while (!at_end(lx) && peek(lx) != '\n')
		lex_one(lx);
}

/* #include <a/b.h>, #error don't: words that are no code. */
static void lex_line_as_text(struct lexer *lx)
{
	while (!at_end(lx)) {
		int c = peek(lx);

		if (c == '\n')
			return;
		if (c == '/' &&
		    (peek_second(lx) == '*' || peek_second(lx) == '/'))
			lex_comment(lx);
		else
			lex_text(lx, c, C_STRING);
	}
}

static void skip_blanks(struct lexer *lx)
{
	int c;

	while ((c = peek(lx)) && c != '\n') {
		if (c == '/' && peek_second(lx) == '*')
			lex_comment(lx);
		else if (isspace(c))
			advance(lx);
		else
			return;
	}
}

/* The text of a condition, as cond_directive() wants it. */
static void condition_text(const struct lexer *at, struct strbuf *out)
{
	struct lexer lx = *at;
	int c;

	while ((c = peek(&lx)) && c != '\n') {
		if (c == '/' && peek_second(&lx) == '/')
			return;
		if (c == '/' && peek_second(&lx) == '*') {
			lx.p++;
			peek(&lx);
			lx.p++;
			while (!at_end(&lx) &&
			       !(peek(&lx) == '*' && peek_second(&lx) == '/'))
				lx.p++;
			if (at_end(&lx))
				return;
			lx.p++;
			peek(&lx);
			lx.p++;
			strbuf_addch(out, ' ');
			continue;
		}
		strbuf_addch(out, c);
		lx.p++;
	}
}

static void lex_define(struct lexer *lx)
{
	int c;

	skip_blanks(lx);
	c = peek(lx);
	if (is_word_char(c) && !isdigit(c)) {
		struct c_token *t = lex_word(lx, C_CODE);

		t->role = C_DEFINED;
	}
	lx->macro = true;
	lex_line(lx);
	lx->macro = false;
}

static void lex_condition(struct lexer *lx, const char *name)
{
	struct strbuf text = STRBUF_INIT;
	bool opens = starts_with(name, "if");
	bool closes = !strcmp(name, "endif");

	condition_text(lx, &text);
	lex_line(lx);		/* its words are code of where it stands */
	cond_directive(lx->cond, name, text.buf);
	lx->base = cond_region(lx->cond);
	add_raw(lx, opens ? RAW_IF : closes ? RAW_ENDIF : RAW_ELSE, 0);
	strbuf_release(&text);
}

static void lex_directive(struct lexer *lx)
{
	char name[16];
	size_t n = 0;

	advance(lx);
	lx->directive = true;
	skip_blanks(lx);
	while (is_word_char(peek(lx))) {
		if (n < sizeof(name) - 1)
			name[n++] = *lx->p;
		lx->p++;
	}
	name[n] = '\0';
	if (!strcmp(name, "define"))
		lex_define(lx);
	else if (!strcmp(name, "if") || !strcmp(name, "ifdef") ||
		 !strcmp(name, "ifndef") || !strcmp(name, "elif") ||
		 !strcmp(name, "else") || !strcmp(name, "endif"))
		lex_condition(lx, name);
	else if (!strcmp(name, "undef") || !strcmp(name, "pragma"))
		lex_line(lx);
	else
		lex_line_as_text(lx);
	lx->directive = false;
}

static void lex(struct lexer *lx)
{
	while (!at_end(lx)) {
		int c = peek(lx);

		if (c == '\n') {
			advance(lx);
			lx->at_line_start = true;
		} else if (isspace(c)) {
			advance(lx);
		} else if (c == '#' && lx->at_line_start) {
			lex_directive(lx);
		} else {
			const char *before = lx->p;

			if (c != '/' || (peek_second(lx) != '*' &&
					 peek_second(lx) != '/'))
				lx->at_line_start = false;
			lex_one(lx);
			if (lx->p == before)
				BUG("lexer stands still");
		}
	}
}

struct csource *csource_parse(const char *buf, size_t len)
{
	struct csource *cs = xcalloc(1, sizeof(*cs));
	struct lexer lx = {
		.cs = cs, .p = buf, .end = buf + len, .line_start = buf,
		.line = 1, .at_line_start = true, .base = C_CODE,
	};

	cs->buf = buf;
	cs->len = len;
	strvec_init(&cs->spliced);
	strvec_init(&cs->member_tags);
	lx.cond = cond_new();
	lex(&lx);
	cond_free(lx.cond);
	cs->owner = xcalloc(cs->nr_tokens + 1, sizeof(*cs->owner));
	csource_find_shapes(cs);
	csource_find_decls(cs);
	return cs;
}

bool is_c_file(const char *path)
{
	return ends_with(path, ".c") || ends_with(path, ".h");
}

void csource_free(struct csource *cs)
{
	size_t i;

	if (!cs)
		return;
	for (i = 0; i < cs->nr_functions; i++)
		free(cs->functions[i].name);
	for (i = 0; i < cs->nr_members; i++) {
		free(cs->members[i].tag);
		free(cs->members[i].name);
		free(cs->members[i].type_tag);
		free(cs->members[i].type_name);
	}
	for (i = 0; i < cs->nr_inits; i++) {
		free(cs->inits[i].tag);
		strvec_release(&cs->inits[i].path);
	}
	free(cs->tokens);
	free(cs->raws);
	free(cs->functions);
	free(cs->members);
	free(cs->inits);
	free(cs->owner);
	strvec_release(&cs->member_tags);
	strvec_release(&cs->spliced);
	free(cs);
}

const struct c_token *csource_tokens(const struct csource *cs, size_t *nr)
{
	*nr = cs->nr_tokens;
	return cs->tokens;
}

const struct c_function *csource_functions(const struct csource *cs, size_t *nr)
{
	*nr = cs->nr_functions;
	return cs->functions;
}

const struct c_member *csource_members(const struct csource *cs, size_t *nr)
{
	*nr = cs->nr_members;
	return cs->members;
}

const struct c_function *csource_function_at(const struct csource *cs,
					     unsigned line)
{
	const struct c_function *best = NULL;
	size_t i;

	for (i = 0; i < cs->nr_functions; i++) {
		const struct c_function *f = &cs->functions[i];

		if (f->first_line <= line && line <= f->last_line)
			best = f;
	}
	return best;
}

const struct c_function *csource_find_function(const struct csource *cs,
					       const char *name)
{
	size_t i;

	for (i = cs->nr_functions; i-- > 0; )
		if (!strcmp(cs->functions[i].name, name))
			return &cs->functions[i];
	return NULL;
}

bool csource_is_member_use(const struct csource *cs, size_t i)
{
	unsigned raw = i < cs->nr_tokens ? cs->tokens[i].raw : NO_TOKEN;

	return raw != NO_TOKEN && raw > 0 &&
	       cs->raws[raw].macro == cs->raws[raw - 1].macro &&
	       (raw_is(cs, raw - 1, '.') || raw_is(cs, raw - 1, OP_ARROW));
}

const char *csource_member_tag(const struct csource *cs, size_t i)
{
	if (i >= cs->nr_tokens || !cs->owner[i])
		return NULL;
	return cs->member_tags.v[cs->owner[i] - 1];
}
