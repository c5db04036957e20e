/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * check: do commits use what a series has removed?  For each commit of a range
 * the uses in the files that it changes are looked for, and those that one of
 * its parents has, too, are left out, whatever line, file or name they stand
 * in now.  What is looked at is other people's: nothing of it is believed.
 */
#ifndef CHECK_H
#define CHECK_H

#include "provenance.h"
#include "sandbox.h"
#include "step.h"

enum check_mode {
	CHECK_RATCHET,		/* new uses are errors */
	CHECK_PENDING,		/* they are warnings */
	CHECK_ENFORCE,		/* any use of the result is an error */
};

enum check_level { CHECK_NOTE, CHECK_WARNING, CHECK_ERROR };

struct check_finding {
	const struct step *step;	/* NULL: it is not about one */
	char *rule;		/* "12-pagemap-data/dev_pagemap.data" */
	enum check_level level;
	char *path;		/* NULL: the commit as a whole */
	unsigned line, col;	/* 0: not known */
	char *function;		/* or NULL */
	char *source;		/* the line's text, or NULL */
	char *message;
	char *why;		/* more of the reason, or NULL */
	struct oid commit;	/* null: it stood there before all of them */
	char *fingerprint;	/* the same wherever the line stands */
	char *allowed;		/* the reason that a comment gives, or NULL */
	bool known;		/* the baseline has it */
	char *diff;		/* what the series makes of the file, or NULL */
};

struct check_commit {
	struct oid id;
	char *subject;
	const struct step *step;	/* it is what this step makes; or NULL */
	bool proven;			/* if it was asked for */
	size_t built, not_compiled;	/* of its proof */
};

struct check_result {
	const struct series *series;
	struct check_finding *v;	/* by commit, path, line */
	size_t nr, alloc;
	struct check_commit *commits;
	size_t nr_commits;
	size_t files;		/* of code outside of a kernel: no commits */
	/* neither allowed nor known */
	size_t errors, warnings;
	size_t allowed, known;
	char *sandbox;		/* what children ran in; NULL: there were none */
};
void check_result_release(struct check_result *r);

struct verify_options;
struct check_options {
	enum check_mode mode;
	const struct strvec *baseline;	/* sorted fingerprints; NULL: none */
	enum sandbox_mode sandbox;
	const struct verify_options *verify;	/* NULL: nothing is built */
	const char *golden;	/* for conform_run(); NULL: it is not asked */
	bool no_diffs;		/* do not ask what the series makes of files */
	const char *data_dir;	/* of series: for commits that name one */
};

/* Add the fingerprints of a former report (JSON, SARIF, GitLab's), sorted. */
int check_baseline_read(const char *path, struct strvec *out,
			struct strbuf *err);

/*
 * The commits of @range, by all parents.  @e is opened by the first commit that
 * has something to be looked at (engine_open(), with @jobs): the caller closes
 * it whatever happens.  0 whatever is found.
 */
int check_range(struct engine *e, struct repo *repo, int jobs,
		const struct series *series, const char *range,
		const struct check_options *opt, struct check_result *out,
		struct strbuf *err);

/*
 * All of a directory, or a file with its headers, outside of a kernel: any use
 * is an error, but for arms of older kernels.  As for check_range().
 */
int check_path(struct series *series, const char *path, int jobs,
	       const struct check_options *opt, struct check_result *out,
	       struct strbuf *err);

#endif
