/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tempfile: the run's scratch directory.  One private directory (0700) for the
 * whole run; everything temporary lives below it, and it is removed at the
 * end, at exit(), and by the guard process if we are killed.
 */
#ifndef TEMPFILE_H
#define TEMPFILE_H

#include "strbuf.h"

/*
 * Create it below @parent (NULL: $TMPDIR or /tmp).  Checks that something can
 * be written there; ERR_UNABLE says which directory has no space or cannot be
 * written and that TMPDIR chooses another.
 */
int scratch_create(const char *parent, struct strbuf *err);
const char *scratch_path(void);			/* borrowed; BUG before create */
bool scratch_is_there(void);
/* A new empty directory below it, name is a hint; yours to free(). */
char *scratch_mkdir(const char *hint, struct strbuf *err);
void scratch_remove(void);
/* In a forked process: the directory is the other's, but names in it differ. */
void scratch_after_fork(void);

#endif
