/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * includes: which files of a tree can see which, by #include.
 *
 * Made without a compiler: conditional includes count, and where it is in doubt
 * a file sees too much.  An #include names, as for kbuild's compilers,
 *  - a quoted one: the file beside the one it stands in;
 *  - else a file in include/, arch/ARCH/include/ of any architecture, or in
 *    their uapi/; asm/x.h also asm-generic/x.h;
 *  - else, since some Makefile may say -I: every file whose path ends so.
 * A name that no file has is generated, or the compiler's: it leads nowhere.  A
 * file that includes what a macro says sees everything; below arch/ARCH/, all
 * headers that are there.
 */
#ifndef INCLUDES_H
#define INCLUDES_H

#include "pass.h"

struct includes;

/*
 * All files of @snap, read by several threads once: what was found is kept in
 * the cache, and for another tree only what differs is read.
 */
int includes_open(struct includes **out, struct engine *e,
		  struct snapshot *snap, struct strbuf *err);
void includes_free(struct includes *x);

/*
 * To be called before any question: it is about these two.  What a file
 * includes in one of them, it includes.
 */
int includes_set(struct includes *x, struct snapshot *before,
		 struct snapshot *after, struct strbuf *err);

/* A set of files, for the @x it was made by. */
struct file_set {
	unsigned char *has;	/* NULL: none */
};
void file_set_release(struct file_set *s);
bool file_set_has(const struct file_set *s, const struct includes *x,
		  const char *path);
/* Add to @s the files that include @path, themselves or by others; and it. */
void includes_users(const struct includes *x, const char *path,
		    struct file_set *s);
/* Add to @s what .c files of @users include, themselves or by others. */
void includes_beside(const struct includes *x, const struct file_set *users,
		     struct file_set *s);

#endif
