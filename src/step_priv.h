/* SPDX-License-Identifier: GPL-2.0-only */
/* Between step.c, step_passes.c and step_memo.c. */
#ifndef STEP_PRIV_H
#define STEP_PRIV_H

#include "step.h"

/* A step on its way. */
struct run {
	struct engine *e;
	const struct step *step;
	struct snapshot *before;
	struct snapshot *now;		/* a reference of ours */
	struct facts facts;
	struct strvec candidates;	/* of all passes that change files */
	struct step_result *out;
	bool part;			/* step_run_part() */
};

/* One more reason why the step fails. */
void step_problem(struct run *run, const char *path, unsigned line,
		  unsigned col, const char *fmt, ...) PRINTF(5, 6);
/* One more site that is left alone on purpose.  @source (taken): its line. */
void step_note(struct run *run, const char *path, unsigned line, unsigned col,
	       const char *text, char *source);
/* All its passes; problems are added, 0 also then. */
int step_run_passes(struct run *run, struct strbuf *err);

/*
 * The parts of step_run(): a state of STEP_FAILED and run->now; the requires
 * lines; everything after the passes, which decides the state.
 */
void step_begin(struct run *run);
int step_check_requires(struct run *run, struct strbuf *err);
int step_judge(struct run *run, struct strbuf *err);
void step_end(struct run *run);

/*
 * What became of this step on this snapshot in a former run: fills run->out
 * and moves run->now on.  false: not known, and both are as step_run() sets
 * them at the beginning.
 */
bool step_recall(struct run *run);
/* Keep it for the next run, unless it failed. */
void step_remember(const struct run *run);

#endif
