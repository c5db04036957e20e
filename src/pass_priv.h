/* SPDX-License-Identifier: GPL-2.0-only */
/* Between pass_chain.c and pass_cocci.c. */
#ifndef PASS_PRIV_H
#define PASS_PRIV_H

#include "excerpt.h"
#include "jobs.h"
#include "pass.h"
#include "view.h"

/* One pass on one file; zero it, and fill the first part. */
struct file_job {
	struct engine *engine;
	const struct pass *pass;
	struct snapshot *snap;		/* where the file comes from */
	struct snapshot *types;		/* ... and everything else in its view */
	const struct facts *facts;	/* may be NULL */
	struct file_result *result;	/* has its path; gets everything else */
	void (*done)(struct file_job *job);
	void *data;

	struct view view;
	struct spatch_run spatch;
	struct strbuf before, rule;
	struct strvec headers;		/* the pass's, and the view's */
	struct excerpt excerpt;		/* of before, if any is left out of it */
	char key[OID_HEX + 1];
	char *dir, *view_dir, *rule_path, *out_path;
	bool started;
	bool crlf;		/* before is without CR, and was not */
};

/*
 * Have the result from the cache (*known; done() is not called), or queue a
 * process and call done() when it has ended.  An error: neither.
 */
int file_job_start(struct file_job *job, struct jobs *jobs, bool *known,
		   struct strbuf *err);

#endif
