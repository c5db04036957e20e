/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * replay: make a commit again from its parent, by the step that its trailers
 * name and by what was done by hand then, and compare the trees.
 */
#ifndef REPLAY_H
#define REPLAY_H

#include "provenance.h"
#include "step.h"

enum replay_state {
	REPLAY_SAME,		/* bit for bit */
	REPLAY_DIFFERS,		/* the step makes another tree, or nothing */
	REPLAY_REFUSED,		/* the step fails on this parent */
	REPLAY_NOT_AT_HAND,	/* the series or the step is not here, as it was */
	REPLAY_FOREIGN,		/* no trailer says what made it */
};

struct replay {
	enum replay_state state;
	const struct step *step;	/* NULL: not known */
	struct strbuf why;		/* of REFUSED and NOT_AT_HAND: lines */
	struct oid made;		/* DIFFERS: the tree that the step makes */
	char *tools;			/* what made it then, or NULL */
	bool mended;			/* somebody did a part of it by hand */
};

/*
 * @before: the parent's source.  0 whatever the state; an error code if it
 * could not be tried.  Release *out in any case.
 */
int replay_commit(struct engine *e, struct provenance *p,
		  struct snapshot *before, const struct commit_info *info,
		  struct replay *out, struct strbuf *err);
void replay_release(struct replay *r);

#endif
