/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * runlock: keeps a second run out of a repository.  The kernel holds the lock
 * for the process that has it, so that a run that died has none.
 */
#ifndef RUNLOCK_H
#define RUNLOCK_H

#include "strbuf.h"

/*
 * Lock file @path, which is made if it is not there.  ERR_UNABLE, with the
 * other's process id, if somebody has it.  Held until runlock_drop(), or the
 * end of the process.
 */
int runlock_take(int *lock, const char *path, struct strbuf *err);
void runlock_drop(int lock);	/* -1 is fine */

#endif
