/* SPDX-License-Identifier: GPL-2.0-only */
/* kerneldoc: descriptions of members that are no longer there. */
#ifndef KERNELDOC_H
#define KERNELDOC_H

#include "strbuf.h"

/*
 * @before became @after: the "@field:" lines of a structure's kernel-doc go
 * from @after if the structure had the field before and has it no more.
 */
void kerneldoc_drop_orphans(const struct strbuf *before, struct strbuf *after);

#endif
