/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * culprit: which of a step's hunks is it that breaks an object?  They are
 * applied in parts, by delta debugging, until no smaller part gives the same
 * diagnostic.  Changes of other files than C stay applied.
 */
#ifndef CULPRIT_H
#define CULPRIT_H

#include "verify.h"

struct culprit_hunk {
	char *path;
	unsigned first, last;	/* lines after the step; last < first: removed */
	char *rule;		/* who wrote it, where that is known; NULL */
};

struct culprit {
	struct culprit_hunk *v;
	size_t nr;
	size_t of;		/* hunks that the step has */
	unsigned trials;
	struct diagnostic diag;	/* a copy of what they cause */
	bool exact;		/* no smaller part does: trials sufficed */
};
void culprit_release(struct culprit *c);

/*
 * Look for the hunks behind the first diagnostic of @p that an object of a
 * configuration gives; nr == 0: there is none.
 */
int culprit_find(struct verify *v, struct snapshot *before,
		 struct snapshot *after, const struct verify_result *p,
		 struct culprit *out, struct strbuf *err);

/* To the ledger, each hunk, with @key ("step", "commit") and @name. */
void verify_culprit_ledger(struct ledger *l, const char *key, const char *name,
			   const struct culprit *c);

#endif
