/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * guard_drop: a file without what only older kernels compile.  Arms that no
 * kernel from the target on compiles go, and the conditionals that are left with
 * one arm that all of them compile.  What depends on no version stays as it is:
 * "#if 0", the configuration's symbols, the guard of a header.
 */
#ifndef GUARD_DROP_H
#define GUARD_DROP_H

#include "guard.h"

/* What guard_walk() says of the text for each of some kernels. */
struct guard_walks {
	struct guard_lines *v;
	size_t nr, alloc;
};
void guard_walks_release(struct guard_walks *w);

/* Append the rest of @text.  False: nothing was to be dropped. */
bool guard_drop(const struct strbuf *text, const struct guard_walks *old,
		const struct guard_walks *now, struct strbuf *out);

#endif
