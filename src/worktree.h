/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * worktree: a checked-out tree of our own, for proofs.  It is filled from the
 * object store once and then moved from tree to tree by writing only what
 * differs.  It never touches the user's work tree or any index.
 *
 * DIR/tree is the tree, DIR/state says which one it is, DIR/lock keeps a
 * second run out.  A file that is written is stamped newer than anything that
 * was built before, even within one tick of the clock.
 */
#ifndef WORKTREE_H
#define WORKTREE_H

#include "repo.h"

struct worktree;

/* Lock @dir (made if missing).  ERR_UNABLE if another run has it. */
int worktree_open(struct worktree **out, struct repo *r, const char *dir,
		  struct strbuf *err);
void worktree_close(struct worktree *w);

/*
 * Make it @tree.  A blob that the object store lacks leaves its file out:
 * worktree_missing() names them.
 */
int worktree_move(struct worktree *w, const struct oid *tree,
		  struct strbuf *err);
/* Which one it is; false: it cannot be told, or a move was not ended. */
bool worktree_at(const struct worktree *w, struct oid *tree);
const char *worktree_path(const struct worktree *w);	/* DIR/tree, real path */
const char *worktree_dir(const struct worktree *w);	/* DIR, real path */
const struct strvec *worktree_missing(const struct worktree *w);
/* How many files the last move wrote. */
size_t worktree_written(const struct worktree *w);

#endif
