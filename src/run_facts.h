/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * run_facts: what the ledgers of former runs say of a commit.  See
 * docs/ledger.md for what they hold.
 */
#ifndef RUN_FACTS_H
#define RUN_FACTS_H

#include "repo.h"

struct commit_facts {
	bool made;		/* the run that made it is known: */
	unsigned files, sites;
	struct strvec left;	/* "PATH:LINE: WHY", what it left on purpose */
	bool proven;		/* by that run or by "ratchet verify": */
	bool full;
	unsigned built, not_compiled;
	struct strvec configs;	/* names */
	char *spatch;		/* version, or NULL */
};

void commit_facts_init(struct commit_facts *f);
void commit_facts_release(struct commit_facts *f);
/*
 * Fill out[0..n) for @commits from the newest ledgers of @r that know them.
 * What no ledger knows stays as it is; a ledger that cannot be read is passed
 * over, as it belongs to nobody else than us.
 */
void run_facts(struct repo *r, const struct oid *commits, size_t n,
	       struct commit_facts *out);

/* A run that made a branch. */
struct former_run {
	struct oid base, tip;
	char *branch;		/* in full */
};
/*
 * The newest one of @series on another base than @base.  ERR_NOT_FOUND without
 * a text: none.  free() the branch.
 */
int run_former(struct repo *r, const char *series, const struct oid *base,
	       struct former_run *out);

#endif
