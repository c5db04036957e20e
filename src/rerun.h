/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rerun: what a series changed on another base in a former run, beside what it
 * changes now: the same site, one that is new, one that is gone, and one that
 * somebody has edited since on the branch of that run.
 */
#ifndef RERUN_H
#define RERUN_H

#include "run_facts.h"

enum rerun_kind { RERUN_SAME, RERUN_NEW, RERUN_VANISHED, RERUN_EDITED };
const char *rerun_kind_name(enum rerun_kind kind);

struct rerun_site {
	size_t step;		/* of those that were given */
	char *path;
	unsigned line;		/* new: in its commit; else in the former one */
	enum rerun_kind kind;
};

struct rerun {
	struct former_run former;
	/* but for the same ones; in the order of steps, paths and lines */
	struct rerun_site *sites;
	size_t nr, alloc;
	/* how many of each kind, of each step given */
	struct rerun_counts { unsigned n[4]; } *counts;
	size_t nr_steps;
};
void rerun_release(struct rerun *r);

/* One step of the run that is compared: a null commit made nothing. */
struct rerun_step {
	const char *name;
	struct oid commit;
};

/*
 * Compare with the newest run of @series that made a branch on another base
 * than @base.  ERR_NOT_FOUND without a text: there is none, or its commits are
 * not there any more.
 */
int rerun_compare(struct repo *repo, const char *series,
		  const struct oid *base, const struct rerun_step *steps,
		  size_t nr, struct rerun *out, struct strbuf *err);

#endif
