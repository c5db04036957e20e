/* SPDX-License-Identifier: GPL-2.0-only */
/* wrap: lines that a pass made too long, broken as kernel code is. */
#ifndef WRAP_H
#define WRAP_H

#include "strbuf.h"

/* Of checkpatch.pl and coding-style.rst in the kernels of that time. */
#define WRAP_COLUMNS 80

/*
 * @before became @after: a line of more than 80 columns that is only in @after
 * is broken behind a comma or an operator, at the outermost place that is of use,
 * and goes on below its open parenthesis.  What stands in macros, comments
 * and strings stays as it is, and so does a line that breaking does not help.
 * Blanks at the end of such lines go; a copied statement may leave some.  A line
 * that ends behind "return" or "=", which is only in @after, takes up the next
 * one if there is room.
 */
void wrap_long_lines(const struct strbuf *before, struct strbuf *after);

#endif
