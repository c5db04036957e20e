/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of apply. */
#ifndef APPLY_PRIV_H
#define APPLY_PRIV_H

#include "apply.h"

/* A run on its way. */
struct apply {
	struct engine *e;
	struct series *series;
	const struct apply_options *opt;
	struct ledger *ledger;
	struct apply_result *out;
	struct commit_info base;
	struct oid tree;		/* to begin with: the base's, or the tip's */
	const struct step *from;	/* the first step to be done */
	struct snapshot *now;		/* a reference of ours */
	struct verify *verify;
	bool failed;			/* a step, or a proof */
	struct ahead *ahead;		/* or NULL */
};

/*
 * One step and its proof; what was done by hand is done, again if need be.
 * Problems are in *s; an error code if it could not be tried.
 */
int apply_attempt(struct apply *a, struct applied_step *s, struct strbuf *err);
void applied_step_release(struct applied_step *s);
/* Take up the run that stopped: what it did, and where this one begins. */
int apply_take_up(struct apply *a, struct strbuf *err);
/* The date of a step's commit. */
int64_t apply_step_time(const struct apply *a, const struct step *s);
/* Keep where the run stopped. */
int apply_keep_session(struct apply *a, struct strbuf *err);
/* What its passes could do, of a step that stopped: borrowed. */
struct snapshot *applied_step_offer(const struct applied_step *s);
/* Add why the step stopped, for resolution_find(). */
void applied_step_reasons(const struct applied_step *s, struct strvec *out);

/* What the run changed beside a former one on another base, if there is one. */
int apply_compare(struct apply *a, struct strbuf *err);

/* Which part of the step breaks its proof, and which rule wrote it? */
int apply_find_culprit(struct apply *a, struct applied_step *s,
		       struct strbuf *err);

void ledger_run(struct apply *a);
void ledger_scan(struct apply *a);
void ledger_step(struct apply *a, const struct applied_step *s);
void ledger_mend(struct apply *a, const struct applied_step *s);
void ledger_commit(struct apply *a, const struct applied_step *s);
void ledger_compare(struct apply *a);
void ledger_end(struct apply *a);

#endif
