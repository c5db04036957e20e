/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sandbox: where children run when what they read is other people's.  With
 * bubblewrap (bwrap) they have no network, a file system that is read-only but
 * for the run's own directories, devices and processes of their own, no
 * capabilities, and limits.  They end with us, whatever they forked.
 */
#ifndef SANDBOX_H
#define SANDBOX_H

#include "strvec.h"

enum sandbox_mode {
	SANDBOX_AUTO,		/* if it can be had */
	SANDBOX_REQUIRED,
	SANDBOX_OFF,
};

/*
 * From now on every child that is not marked as trusted runs in it.  @writable:
 * directories, which are there.  /tmp is empty and their own, but for these and
 * for @readable; everything else is there as it is.  ERR_UNABLE: it is required
 * and cannot be had.  Before any thread exists.
 */
int sandbox_start(enum sandbox_mode mode, const struct strvec *writable,
		  const struct strvec *readable, struct strbuf *err);
bool sandbox_is_on(void);
/* "bubblewrap 0.8.0", or "none: WHY". */
const char *sandbox_describe(void);

/*
 * For child.c: the command @argv, whose file is @path, as it is run in there;
 * the first word is the file to execute.
 */
void sandbox_wrap(const struct strvec *argv, const char *path,
		  struct strvec *out);

/* Processes that all children of the user together may be. */
#define SANDBOX_PROCESSES 4096
/* Bytes in one file that one writes, if it has no limit of its own. */
#define SANDBOX_FILE_SIZE (4ull << 30)

#endif
