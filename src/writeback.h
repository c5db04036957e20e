/* SPDX-License-Identifier: GPL-2.0-only */
/* writeback: what was rewritten takes the place of the files. */
#ifndef WRITEBACK_H
#define WRITEBACK_H

#include "rewrite.h"

/*
 * Each changed file by a temporary file and rename, with its mode; its bytes
 * from before are in FILE.orig (.orig.1, ...), named in @kept.  A file that is
 * not as it was read, or is a link by now, is an error, and nothing is written.
 */
int writeback(const struct driver *d, const struct rewrite_result *r,
	      struct strvec *kept, struct strbuf *err);

#endif
