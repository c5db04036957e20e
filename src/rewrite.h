/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rewrite: a series on code outside of a kernel.  The steps run over a small
 * tree of our own, the series' types/ with the driver's files in a directory of
 * it, so that the types of each step are those that the steps before made.
 *
 * Nothing is refused as a whole.  What a step cannot do at a place is not done
 * for all that is connected with it (unit.h), nor is any of the steps that go
 * together with that step: from the beginning, as if that code were not there.
 */
#ifndef REWRITE_H
#define REWRITE_H

#include "driver.h"
#include "driver_rules.h"
#include "step.h"

/* The types of a series, as they are before each step; made once a run. */
struct rewrite_types {
	struct series *series;		/* borrowed */
	struct driver_rules rules;
	struct repo *repo;
	struct engine engine;
	struct snapshot **before;	/* of each step; nr_steps + 1 of them */
	bool *applies;			/* does the step mean anything here? */
	struct strvec functions;	/* that types/ declares, sorted */
	struct strvec members;		/* of its structs: "TAG of its type, name" */
};

/*
 * The store is kept from run to run below the user's cache directory, where
 * there is one.  rewrite_types_close() also after a failure.
 */
int rewrite_types_open(struct rewrite_types *t, struct series *series, int jobs,
		       struct strbuf *err);
void rewrite_types_close(struct rewrite_types *t);

struct rewrite_options {
	struct strvec symbols;	/* as guard.h has them */
	long version;		/* 0: the one that the series leads to */
	bool drop_old;		/* arms that no kernel from @version on compiles */
	bool compat;		/* each change has a guard, and the old form beside it */
	bool each_step;		/* fill in what the files are after each step */
};

/* A use of the old interface that was not converted, or a site refused. */
struct rewrite_left {
	char *path;		/* of the driver */
	unsigned line, col;	/* as the file was; 0: the file as a whole */
	char *function;		/* NULL: outside of functions */
	const struct step *step;
	const struct pass *pass;	/* the rule that says so, or NULL */
	enum residue_class cls;
	bool refused;		/* by a rule: then it has no class */
	bool harmless;
	char *what;		/* "member dev_pagemap.kill", or NULL */
	char *why;		/* NULL: no rule says anything of it */
	unsigned unit;		/* 0: none; else it stands back with the others of it */
};

struct left_list {
	struct rewrite_left *v;
	size_t nr, alloc;
};

struct rewrite_step {
	const struct step *step;
	unsigned files, sites;
	struct strbuf *view;	/* the target's view of the files after it */
	struct strbuf *texts;	/* the files after it, if that was asked for */
};

struct rewrite_result {
	struct strbuf *texts;		/* of each file of the driver, in the end */
	size_t nr_files;
	struct rewrite_step *steps;	/* those that changed something */
	size_t nr_steps, alloc_steps;
	struct left_list left;
	unsigned changed;		/* files */
	unsigned sites;			/* runs of changed lines in the end */
	unsigned open;			/* of left: not harmless */
	bool dropped;			/* old arms, by drop_old */
	long target;			/* the kernel that it is headed for */
	bool guarded;			/* old forms were kept for older kernels */
	uint64_t wall_us;
};

int rewrite_driver(struct rewrite_types *t, const struct driver *d,
		   const struct rewrite_options *opt,
		   struct rewrite_result *out, struct strbuf *err);
void rewrite_result_release(struct rewrite_result *r);

#endif
