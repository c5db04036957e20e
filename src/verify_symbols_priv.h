/* SPDX-License-Identifier: GPL-2.0-only */
/* Between verify_symbols.c and verify_holders.c. */
#ifndef VERIFY_SYMBOLS_PRIV_H
#define VERIFY_SYMBOLS_PRIV_H

#include "verify_priv.h"

struct symbol_check {
	struct verify *v;
	struct config *c;
	struct snapshot *before, *after;
	struct strvec changed;		/* paths, sorted */
	struct strbuf *err;
	struct holders *holders;	/* private to verify_holders.c */
};
void symbol_check_release(struct symbol_check *k);

enum symbol_verdict {
	SYMBOL_FINE,
	SYMBOL_NOT_EXPORTED,
	SYMBOL_NOT_HERE,	/* an EXPORT_SYMBOL that is not compiled */
	SYMBOL_GPL_ONLY,
	SYMBOL_IN_MODULE,	/* and the user is built in */
	SYMBOL_NOT_COMPILED,	/* what defines it is not */
	SYMBOL_NOWHERE,
};

/* Build all at once that symbol_judge() will ask for one by one at @after. */
int symbol_prepare(struct symbol_check *k, const struct strvec *symbols);
/* Where an undefined symbol of @user, an object at @snap, is to come from. */
int symbol_judge(struct symbol_check *k, struct snapshot *snap,
		 const char *symbol, const struct object_result *user,
		 enum symbol_verdict *out);
/*
 * Was it so before?  What nobody is seen to define may be made by macros, or by
 * the compiler: it counts only if it was seen before, or is a new name.
 */
int symbol_was_so(struct symbol_check *k, const char *symbol,
		  const struct object_result *user, enum symbol_verdict now,
		  bool *yes);
/*
 * The .c files, but for @path, that define @symbol where it meets the one that
 * @own, an object at @after, defines: both built in, or in one module.
 */
int symbol_rivals(struct symbol_check *k, const char *symbol,
		  const struct object_result *own, struct strvec *sources);

/* An error in @out if no source of @user's module has a MODULE_LICENSE. */
int symbol_check_licence(struct symbol_check *k,
			 const struct object_result *user,
			 struct diagnostics *out);

/* Does the text of a .c file seem to define the global @name? */
bool symbol_may_define(const char *text, size_t len, const char *name);

#endif
