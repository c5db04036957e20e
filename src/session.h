/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * session: a run of apply that stopped at a step and waits for somebody to mend
 * it.  There is one at most in a repository: ratchet/session.json in git's
 * common directory says where it stands, refs/ratchet/session holds its commits
 * and what the step's passes could do.
 */
#ifndef SESSION_H
#define SESSION_H

#include "apply.h"

/* A step that is behind us: a row of the closing table. */
struct session_step {
	char *name;
	struct step_row row;
	struct oid commit;		/* null: none */
};

struct session {
	/* what was asked for */
	char *series_path;		/* directory, or the rule's file */
	char *series;			/* name */
	char *branch;			/* in full */
	char *build_dir;		/* NULL: the default */
	unsigned first, last;
	enum proof_level proof;
	struct strvec make_vars;
	bool signoff, compare;
	/* where it stands */
	struct oid base, tip;		/* commits */
	struct oid offer;		/* one on tip: what the step's passes could do */
	char *step;			/* the one that it stopped at */
	char *hash;			/* of its files */
	bool proof_failed;		/* and not the step itself */
	struct strvec reasons;		/* sorted: reason_key() of each */
	struct strvec problems;		/* lines for the user */
	struct session_step *done;
	size_t nr_done, alloc_done;
	/* where it is mended */
	char *worktree;			/* absolute, or NULL: there is none */
	struct oid prepared;		/* the offer that it was made for */
	bool over;			/* only to be removed */
};

void session_init(struct session *s);
void session_release(struct session *s);

/*
 * Keep another run out of the repository; see runlock.h.  What a run that was
 * killed had not removed yet is removed.
 */
int session_lock(struct repo *r, int *lock, struct strbuf *err);
/* ERR_NOT_FOUND without a text: there is none. */
int session_load(struct session *s, struct repo *r, struct strbuf *err);
/* ERR_UNABLE: there is one, which is to be ended first. */
int session_refuse(struct repo *r, struct strbuf *err);
/* Commits first, then the file: a run that dies between leaves the former state. */
int session_save(const struct session *s, struct repo *r, struct strbuf *err);
/* The work tree, the ref, and last the file, which from the first says so. */
int session_end(struct session *s, struct repo *r, struct strbuf *err);

/* The tree that the step's passes could make. */
int session_offer(const struct session *s, struct repo *r, struct oid *tree,
		  struct strbuf *err);
/*
 * Have the work tree stand at the offer: @dir, or the one that it has, or
 * ratchet/mend in git's common directory.  What was edited in one that stands
 * there already stays.
 */
int session_worktree(struct session *s, struct repo *r, const char *dir,
		     struct strbuf *err);
/*
 * The tree that stands in the work tree; what was offered, where there is none
 * or nothing was edited: *edited is false then.
 */
int session_mended(const struct session *s, struct repo *r, struct oid *tree,
		   bool *edited, struct strbuf *err);

#endif
