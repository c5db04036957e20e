/* SPDX-License-Identifier: GPL-2.0-only */
/* reach: by which words code can get hold of a struct. */
#ifndef REACH_H
#define REACH_H

#include "csource.h"
#include "snapshot.h"

/*
 * The words by which code can reach struct @tag: the tag, and the names of
 * members, variables, parameters, typedefs and macros of that type, by value or
 * pointer, that any file with the tag declares.  Sorted.
 */
int reach_words(struct snapshot *snap, const char *tag, struct strvec *out,
		struct strbuf *err);

/* Append what one file alone adds to that. */
void reach_words_of_text(const char *path, const struct strbuf *text,
			 const char *tag, struct strvec *out);

/* What reach_words() finds, and more. */
struct reach {
	struct strvec words;	/* sorted; see reach_words() */
	struct strvec typedefs;	/* "typedef struct TAG name", sorted */
	struct strvec headers;	/* define the struct or a type that holds it */
	struct strvec holders;	/* "member tag", sorted: who has one as a member */
};
int reach_find(struct snapshot *snap, const char *tag, struct reach *out,
	       struct strbuf *err);
void reach_release(struct reach *r);
/* Both of it; @add is released. */
void reach_merge(struct reach *r, struct reach *add);

/*
 * May a text that does not name the struct use its member?  False only if
 * every use is plainly of something not reached by one of @words.
 */
bool member_matters(const struct strbuf *text, const char *member,
		    const struct strvec *words);

#endif
