/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * jobs: run many children, a few at a time, in one poll() loop.  Each job's
 * output is complete in its child when it is told done, never interleaved.
 */
#ifndef JOBS_H
#define JOBS_H

#include "child.h"

struct jobs;

struct jobs *jobs_new(int max);		/* max < 1 means online_cpus() */
void jobs_free(struct jobs *j);

/*
 * Called in the caller's thread when the child has ended (whatever its end).
 * It may call jobs_add() and jobs_cancel().
 */
typedef void jobs_done_fn(struct child *c, void *data);

/* Queue @c; it is borrowed until done() was called. */
void jobs_add(struct jobs *j, struct child *c, jobs_done_fn *done, void *data);

/* End running children (CHILD_CANCELLED) and drop the queued ones likewise. */
void jobs_cancel(struct jobs *j);

/*
 * Run until nothing is queued or running.  0, or ERR_INTERRUPTED if a caught
 * signal came (all children are then ended and reaped, done() called for each).
 */
int jobs_run(struct jobs *j);

#endif
