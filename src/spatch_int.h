/* SPDX-License-Identifier: GPL-2.0-only */
/* Between spatch_words.c and spatch_body.c. */
#ifndef SPATCH_INT_H
#define SPATCH_INT_H

#include "spatch.h"

struct metavar {
	char *name;
	bool at_position;	/* a position of a rule before */
	bool listed;		/* stands for one of @words */
	struct strvec words;
};

struct metavars {
	struct metavar *v;
	size_t nr, alloc;
};

/*
 * Add the words of which a function must hold one if the body, from @body to
 * @end, is to match in it; @preferred as for spatch_needed_words().  false: it
 * may match in any, or is not understood.
 */
bool spatch_body_words(const struct metavars *vars,
		       const struct strvec *preferred, const char *body,
		       const char *end, struct strvec *words);

#endif
