/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compiled: which of the lines that a step adds or changes a compiler has seen,
 * and what hides the others.
 *
 * A line of code was compiled if the preprocessor let through something of the
 * arm (between #if and #else, ...) that it stands in; a macro if it was
 * expanded.  Comments, blank lines and directives are no such lines.
 */
#ifndef COMPILED_H
#define COMPILED_H

#include "kbuild.h"
#include "snapshot.h"

struct compiled;

/* Lines of C files among @changed that are not so in @before. */
int compiled_open(struct compiled **out, struct snapshot *before,
		  struct snapshot *after, const struct strvec *changed,
		  struct strbuf *err);
void compiled_close(struct compiled *c);

/* Are there lines of @path (NULL: of any file) that nobody has seen yet? */
bool compiled_wants(const struct compiled *c, const char *path);
/*
 * The .c file at @path was compiled: all of it was that no conditional can
 * hide, but for macros.
 */
void compiled_took(struct compiled *c, const char *path, const char *by);
/*
 * What the preprocessor made of an object, see kbuild_preprocess(); @by says
 * which and in which configuration.
 */
void compiled_take(struct compiled *c, const struct kbuild *k,
		   const struct strbuf *text, const char *by);

/* Lines next to each other of which the same is to be said. */
struct compiled_range {
	char *path;
	unsigned first, last;
	char *by;		/* who compiled them; NULL: nobody */
	char *why;		/* what hides them */
	char *change;		/* "CONFIG_X=y", "ARCH=powerpc"; NULL: not known */
};
struct compiled_lines {
	struct compiled_range *v;
	size_t nr, alloc;
	size_t lines, compiled;
};
void compiled_lines_release(struct compiled_lines *l);
int compiled_result(struct compiled *c, struct compiled_lines *out,
		    struct strbuf *err);

/* To text and back. */
void compiled_lines_save(const struct compiled_lines *l, struct strbuf *out);
bool compiled_lines_load(struct compiled_lines *l, const char *text, size_t len);

#endif
