/* SPDX-License-Identifier: GPL-2.0-only */
/* residue_int: what the files residue*.c share. */
#ifndef RESIDUE_INT_H
#define RESIDUE_INT_H

#include "csource.h"
#include "reach.h"
#include "residue.h"
#include "source_kind.h"

struct finder {
	struct engine *e;
	const struct step *step;
	struct snapshot *before, *after;
	struct residue_list *out;
};

/* @function and @why are copied. */
struct residue *residue_add(struct finder *f, const struct expect *x,
			    const char *path, unsigned line, unsigned col,
			    const char *function, enum residue_class cls,
			    const char *why);
/* The class that a token has by where it is. */
enum residue_class residue_class_of(enum c_region region);

/* An occurrence of a word in a file that is not C; @prose: comment or text. */
typedef void text_word_fn(unsigned line, unsigned col, bool prose, void *data);
void text_words(const char *path, const struct strbuf *text, const char *word,
		text_word_fn *fn, void *data);

/* Files of @snap that hold @word and that @x is about. */
int expect_files(const struct engine *e, const struct expect *x,
		 struct snapshot *snap, const char *word, struct strvec *paths,
		 struct strbuf *err);

int residue_find_names(struct finder *f, const struct expect *x,
		       struct strbuf *err);
/* All absent member lines of the step that name the struct of line @first. */
int residue_find_members(struct finder *f, size_t first, struct strbuf *err);
int residue_find_match(struct finder *f, const struct expect *x,
		       struct strbuf *err);

/*
 * Can a member whose receiver is @r be of the struct, as far as the types go
 * that hold one?  @cheap: if that needs much reading, say yes.
 */
struct holders;
struct holders *holders_new(struct snapshot *before, struct snapshot *after,
			    const struct reach *reach);
void holders_free(struct holders *h);
int holders_admit(struct holders *h, const struct c_receiver *r, bool cheap,
		  bool *admit, struct strbuf *err);

/*
 * The struct that an expression before '.' or '->' is of, as declarations in
 * the same file and in @headers (those of @members) tell.  OWNER_UNKNOWN if
 * they do not; else OWNER_IT or OWNER_OTHER for being @tag or not.
 */
enum owner { OWNER_UNKNOWN, OWNER_IT, OWNER_OTHER };

struct type_db {
	struct csource **files;
	struct strbuf *texts;
	size_t nr;
};
int type_db_load(struct type_db *db, struct snapshot *snap,
		 const struct strvec *headers, struct strbuf *err);
void type_db_release(struct type_db *db);
enum owner type_db_owner(const struct type_db *db, const struct csource *cs,
			 unsigned line, const struct c_receiver *r,
			 const char *tag, const struct strvec *typedefs);

#endif
