/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * excerpt: a C file in which only those functions have a body that hold one of
 * some words.  Every line keeps its number; a function without a body has a
 * mark in its place, by which it is put back into what was made of the rest.
 */
#ifndef EXCERPT_H
#define EXCERPT_H

#include "strbuf.h"
#include "strvec.h"

struct excerpt {
	struct strbuf text;
	/* the bodies that are not in it */
	struct {
		size_t start, len;	/* in the whole text, without the braces */
		unsigned line;
	} *left;
	size_t nr, alloc;
	char mark[32];
};

#define EXCERPT_INIT { .text = STRBUF_INIT }

/* @words: sorted.  A function with a directive in it is always there. */
void excerpt_make(struct excerpt *e, const struct strbuf *whole,
		  const struct strvec *words);
void excerpt_release(struct excerpt *e);
/*
 * @text, which came from e->text, with the bodies back.  false: the body that
 * was left out at @line is wanted in another place, or in none.
 */
bool excerpt_restore(const struct excerpt *e, const struct strbuf *whole,
		     const struct strbuf *text, struct strbuf *out,
		     unsigned *line);

#endif
