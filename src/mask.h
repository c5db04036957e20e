/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mask: a text of which some lines are hidden.  Every other line keeps its
 * number; what is hidden has a mark in its place, a comment on a line of its
 * own, by which it is put back into what was made of the rest.
 */
#ifndef MASK_H
#define MASK_H

#include "strbuf.h"

struct mask_range {
	unsigned first, last;	/* lines, from 1 */
};

struct mask {
	struct strbuf text;
	struct mask_range *hidden;	/* sorted; none touches another */
	size_t nr, alloc;
	char mark[32];
};

#define MASK_INIT { .text = STRBUF_INIT }

/* @hide[i]: line i + 1 is to be hidden; @nr of them. */
void mask_make(struct mask *m, const struct strbuf *whole, const bool *hide,
	       size_t nr);
void mask_release(struct mask *m);
/*
 * @text, which came from m->text, with all lines back.  false: what was hidden
 * in *lost is not where it can be told.
 */
bool mask_restore(const struct mask *m, const struct strbuf *whole,
		  const struct strbuf *text, struct strbuf *out,
		  struct mask_range *lost);

#endif
