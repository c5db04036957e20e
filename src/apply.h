/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * apply: a series onto a base commit, one commit a step, each proven as far as
 * was asked.  Commits are written straight into the object store; one branch
 * is moved at the end, by compare-and-swap, and nothing else is ever written.
 */
#ifndef APPLY_H
#define APPLY_H

#include "culprit.h"
#include "ledger.h"
#include "rerun.h"
#include "step.h"
#include "verify.h"

enum proof_level { PROOF_NONE, PROOF_OBJECT, PROOF_FULL };

struct apply_options {
	const char *series_path;	/* where the series was loaded from: absolute */
	const char *onto;	/* a revision */
	const char *branch;	/* in full: "refs/heads/..." */
	unsigned first, last;	/* step numbers */
	enum proof_level proof;
	struct verify_options verify;
	bool keep_proven;
	bool keep_going;	/* after a proof that failed: prove the rest */
	bool dry_run;
	bool signoff;
	bool compare;		/* with a former run on another base */
	const struct apply_resume *resume;	/* NULL: from the beginning */
};

/* Go on with a run that stopped; the other options are as they were then. */
struct apply_resume {
	const struct session *session;
	bool skip;		/* leave the step out that it stopped at */
	bool edited;		/* what somebody made of the offer: */
	struct oid mended;	/* a tree */
};

enum mend { MEND_NONE, MEND_BY_HAND, MEND_AGAIN };

/* What the closing table says of a step. */
struct step_row {
	enum step_state state;
	enum mend mend;
	bool skipped, proven, proof_failed;
	size_t files, sites, residue, built, not_compiled;
};

/* What became of one step. */
struct applied_step {
	const struct step *step;
	struct step_row row;		/* all there is of one that a former run did */
	struct oid resolution;		/* unless MEND_NONE */
	struct step_result result;
	struct oid commit;		/* STEP_APPLIED, but for a dry run */
	bool has_proof;
	struct verify_result proof;
	bool proof_failed;
	struct culprit culprit;		/* of a proof that failed, if there is one */
};

enum apply_end {
	APPLY_DONE,		/* the branch was made */
	APPLY_NOTHING,		/* no step had anything to do */
	APPLY_SAME,		/* the branch is this result already */
	APPLY_DRY,		/* -n */
	APPLY_STOPPED,		/* a step failed, or its proof */
};

struct apply_result {
	enum apply_end end;
	struct applied_step *steps;
	size_t nr, alloc;
	struct oid base, tip;		/* commits; tip of what was kept */
	size_t failed;			/* APPLY_STOPPED: the first that failed */
	unsigned commits;
	bool branch_moved;
	bool session;			/* where it stopped is kept */
	bool compared;
	struct rerun rerun;		/* if it was compared */
	struct scan_stats scan;
	struct strvec unmet;		/* symbols of kernel.config, see verify.h */
	uint64_t wall_us;
};

/*
 * Called when a step is done, with the step still to be looked at.  For
 * progress; may be NULL.
 */
typedef void apply_progress_fn(const struct applied_step *s, void *data);

/* 0: look at end.  Else nothing was done, or nothing is kept, and @err says why. */
int apply_series(struct engine *e, struct series *series,
		 const struct apply_options *opt, struct ledger *ledger,
		 apply_progress_fn *progress, void *data,
		 struct apply_result *out, struct strbuf *err);
void apply_result_release(struct apply_result *r);

#endif
