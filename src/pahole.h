/* SPDX-License-Identifier: GPL-2.0-only */
/* pahole: types as an object's debug information has them. */
#ifndef PAHOLE_H
#define PAHOLE_H

#include "child.h"

/* Ask @object, relative to @dir, for @types ("a,b"). */
void pahole_prepare(struct child *c, const char *dir, const char *home,
		    const char *types, const char *object);
/*
 * The lines of what it wrote, without comments (offsets, sizes) and with single
 * blanks.  ERR_UNABLE: it is not there, or could not read the object.
 */
int pahole_types(const struct child *c, struct strvec *lines,
		 struct strbuf *err);
/*
 * Of one struct, where its members are: "OFFSET SIZE", or "OFFSET:BIT SIZE", a
 * tab and the member; the last line is "SIZE", the first one "} ATTRIBUTES" if
 * it is aligned or packed by itself.  None if the object has no such
 * struct.  ERR_UNABLE as above.
 */
int pahole_offsets(const struct child *c, struct strvec *lines,
		   struct strbuf *err);

#endif
