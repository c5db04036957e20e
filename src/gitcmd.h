/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gitcmd: the program git, for what libgit2 has not: mail.  It works in a bare
 * repository of ours that borrows the user's objects, so that whatever it
 * writes is not his, and none of his settings, hooks and attributes take part.
 */
#ifndef GITCMD_H
#define GITCMD_H

#include "child.h"
#include "repo.h"

struct gitcmd {
	char *dir;	/* the bare repository, in the run's scratch directory */
	char *home;	/* empty */
	char *index;	/* where GIT_INDEX_FILE is; not there at first */
	char *name, *email;	/* of the user, as he commits, or NULL */
};

/* ERR_UNABLE: no git.  The scratch directory must be there. */
int gitcmd_open(struct gitcmd *g, struct repo *r, struct strbuf *err);
void gitcmd_release(struct gitcmd *g);
/* From now on it is the user who writes.  ERR_UNABLE: he has no name. */
int gitcmd_identify(struct gitcmd *g, struct repo *r, struct strbuf *err);

/*
 * "git ARGS", @input (or NULL) as its stdin.  ERR_UNABLE with what git says if
 * it fails; *c is yours to release, also then.
 */
int gitcmd_run(struct gitcmd *g, const struct strvec *args, const char *input,
	       struct child *c, struct strbuf *err);
/* The same for a fixed list that ends in NULL; @out gets stdout without its last line end. */
int gitcmd_ask(struct gitcmd *g, struct strbuf *out, struct strbuf *err, ...)
	__attribute__((sentinel));

#endif
