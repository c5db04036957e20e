/* SPDX-License-Identifier: GPL-2.0-only */
/* csource_int: what the files csource*.c share, and nobody else uses. */
#ifndef CSOURCE_INT_H
#define CSOURCE_INT_H

#include "csource.h"

enum raw_kind {
	RAW_IDENT,
	RAW_PUNCT,	/* ch; see below for those of several characters */
	RAW_VALUE,	/* number, string or character constant */
	RAW_IF,		/* #if, #ifdef, #ifndef */
	RAW_ELSE,	/* #else, #elif */
	RAW_ENDIF,
};

/* Punctuators of several characters that matter; the others are OP_OTHER. */
enum {
	OP_ARROW = 'A',
	OP_ELLIPSIS = 'E',
	OP_OTHER = 'O',
};

#define NO_TOKEN (~0u)

/* A token of the code proper: no comment, no directive, nothing in #if 0. */
struct raw {
	unsigned char kind;
	char ch;
	bool macro;		/* in the body of a #define */
	unsigned line, col;
	unsigned token;		/* RAW_IDENT: index into tokens */
	unsigned match;		/* of a bracket: its partner, or NO_TOKEN */
};

/* Type of a braced initialiser at one place, for designators. */
struct init_type {
	unsigned token;		/* of the designator */
	char *tag;		/* of the variable, NULL: not known */
	struct strvec path;
};

struct csource {
	const char *buf;
	size_t len;

	struct c_token *tokens;
	size_t nr_tokens, alloc_tokens;
	struct raw *raws;
	size_t nr_raws, alloc_raws;
	struct c_function *functions;
	size_t nr_functions, alloc_functions;
	struct c_member *members;
	size_t nr_members, alloc_members;
	struct init_type *inits;
	size_t nr_inits, alloc_inits;
	struct strvec member_tags;	/* by C_MEMBER_DECL, see owner */
	unsigned *owner;		/* by token: index into member_tags + 1 */
	struct strvec spliced;		/* texts that line splices cut */
};

/* Conditions (csource_cond.c). */
struct cond_stack;
struct cond_stack *cond_new(void);
void cond_free(struct cond_stack *c);
/*
 * A directive: @name is "if", "ifdef", "ifndef", "elif", "else" or "endif";
 * @text its condition without comments and splices.
 */
void cond_directive(struct cond_stack *c, const char *name, const char *text);
/* C_CODE, C_IF0 or C_OLD_ARM: what we are in now. */
enum c_region cond_region(const struct cond_stack *c);

/* Functions (csource_shape.c) and declarations (csource_decl.c). */
void csource_find_shapes(struct csource *cs);
void csource_find_decls(struct csource *cs);
/* Initialisers (csource_init.c); brackets are matched before. */
void csource_find_inits(struct csource *cs);

static inline bool raw_is(const struct csource *cs, size_t i, char ch)
{
	return i < cs->nr_raws && cs->raws[i].kind == RAW_PUNCT &&
	       cs->raws[i].ch == ch;
}

static inline bool raw_is_ident(const struct csource *cs, size_t i)
{
	return i < cs->nr_raws && cs->raws[i].kind == RAW_IDENT;
}

static inline const struct c_token *raw_token(const struct csource *cs,
					      size_t i)
{
	return &cs->tokens[cs->raws[i].token];
}

bool token_is(const struct c_token *t, const char *word);
bool raw_word(const struct csource *cs, size_t i, const char *word);
char *raw_text(const struct csource *cs, size_t i);
/* struct, union; with @enums also enum */
bool raw_is_aggregate(const struct csource *cs, size_t i, bool enums);

#endif
