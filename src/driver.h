/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * driver: the files of code outside of a kernel, and where its #includes are
 * looked for.
 */
#ifndef DRIVER_H
#define DRIVER_H

#include <sys/types.h>

#include "strbuf.h"
#include "strvec.h"

struct driver_file {
	char *path;		/* relative to the root, safe */
	mode_t mode;
	struct strbuf text;	/* as it was read */
};

struct driver {
	char *name;		/* as the user gave it */
	char *prefix;		/* of paths in what is printed: "", or "DIR/" */
	char *root;		/* directory */
	struct driver_file *files;	/* sorted by path */
	size_t nr, alloc;
	struct strvec include_dirs;	/* relative to the root; "" is the root */
	struct strvec symbols;		/* of -D and -U in ccflags, as guard.h has them */
	struct strvec skipped;		/* "PATH: why" */
};

/*
 * @paths: one directory, with all its C files; or files, with the headers of
 * theirs that they include by quotes.  @include_dirs are the user's -I, as
 * seen from here.  ERR_UNABLE with a text.
 */
int driver_read(struct driver *d, const struct strvec *paths,
		const struct strvec *include_dirs, struct strbuf *err);
void driver_release(struct driver *d);

struct driver_file *driver_find(const struct driver *d, const char *path);

/* Is @path a directory?  A path of the command line, links are followed. */
bool driver_is_directory(const char *path);

#endif
