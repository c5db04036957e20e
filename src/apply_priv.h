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
	struct snapshot *now;		/* a reference of ours */
	struct verify *verify;
	bool failed;			/* a step, or a proof */
	struct ahead *ahead;		/* or NULL */
};

/* Which part of the step breaks its proof, and which rule wrote it? */
int apply_find_culprit(struct apply *a, struct applied_step *s,
		       struct strbuf *err);

void ledger_run(struct apply *a);
void ledger_scan(struct apply *a);
void ledger_step(struct apply *a, const struct applied_step *s);
void ledger_commit(struct apply *a, const struct applied_step *s);
void ledger_end(struct apply *a);

#endif
