/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * decls: the names that a C header declares, each with the lines that its
 * declaration takes, and what changed between two versions of a header.  Made
 * without a compiler, by brace depth and shape: where it is in doubt it gives
 * a name too many.
 */
#ifndef DECLS_H
#define DECLS_H

#include "strbuf.h"
#include "strvec.h"

enum decl_kind {
	DECL_MACRO,
	DECL_INLINE,		/* a function with its body */
	DECL_OTHER,		/* prototype, type, tag, enumerator, variable */
	DECL_MEMBER,		/* of the struct or union @tag */
};

struct decl {
	char *name;
	char *tag;		/* DECL_MEMBER; NULL if it has no name */
	enum decl_kind kind;
	unsigned first, last;	/* lines, from 1 */
};

struct decl_list {
	struct decl *v;
	size_t nr, alloc;
};
void decl_list_release(struct decl_list *l);

void decls_of(const char *text, size_t len, struct decl_list *out);
/* Names on marked lines that are in no declaration we could make out. */
void decls_loose(const char *text, const bool *mark, size_t nr,
		 struct decl_list *out);

/* What a step changed in a header. */
struct header_change {
	struct decl_list old;	/* declarations that a removed line touches */
	struct decl_list added;	/* those that an added line touches, no members */
	struct strvec includes;	/* #include lines that went away, "linux/mm.h" */
	struct strvec layouts;	/* tags of structs with members on changed lines */
	bool any;		/* something else than comments and blanks changed */
};
void header_compare(const char *a, size_t alen, const char *b, size_t blen,
		    struct header_change *out);
void header_change_release(struct header_change *c);

/*
 * Which lines differ?  @gone[i] for line i + 1 of @a, @come likewise for @b;
 * both are yours to free().  Comments are blanked out first: a line in which
 * only a comment changed is the same.
 */
void lines_compare(const char *a, const char *b, bool **gone, size_t *na,
		   bool **come, size_t *nb);
/*
 * Where line i of @a, from 1, is in @b; 0: it is gone, or has no code.  @na + 2
 * elements, yours to free().
 */
unsigned *lines_map(const char *a, const char *b, size_t *na);
/* A run of lines of one text that stand in the place of a run of the other. */
struct text_hunk {
	unsigned a_first, a_lines;	/* lines from 1; none: before a_first */
	unsigned b_first, b_lines;
	size_t b_at, b_len;		/* their bytes */
};
/* All that differs, comments and blanks, too; yours to free(). */
struct text_hunk *text_hunks(const char *a, const char *b, size_t *nr);
/* Overwrite comments, strings and character constants with blanks. */
void blank_comments(char *text, size_t len, bool strings);

#endif
