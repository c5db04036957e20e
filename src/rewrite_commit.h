/* SPDX-License-Identifier: GPL-2.0-only */
/* rewrite_commit: what was rewritten, as one commit a step. */
#ifndef REWRITE_COMMIT_H
#define REWRITE_COMMIT_H

#include "rewrite.h"

struct rewrite_commits {
	unsigned nr;
	struct oid base, tip;
	bool same;		/* the branch is this result already */
};

/*
 * On top of HEAD of the repository that the driver is in, as @branch (in full),
 * which must not exist or be this result.  HEAD must have the driver's files as
 * they were read.  @r needs the texts of each step.
 */
int rewrite_commit(struct engine *e, const struct driver *d,
		   const struct rewrite_result *r, const char *branch,
		   struct rewrite_commits *out, struct strbuf *err);

#endif
