/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ahead: a second process that runs the passes of the steps to come while the
 * first one judges those that are done.  It writes nothing but the cache, where
 * the first one finds the results; whatever becomes of it, the run's outcome is
 * the same.  That keeps all processors busy: judging a step is a chain of
 * short queries, and the next step's passes need none of their answers.
 */
#ifndef AHEAD_H
#define AHEAD_H

#include "step.h"

struct ahead;

/*
 * Fork it for steps [@first, @first + @nr) of which @wanted says yes, from
 * @base on.  NULL where it is of no use (one processor) or cannot be had.
 */
typedef bool ahead_wanted_fn(const struct step *s, void *data);
struct ahead *ahead_start(struct engine *e, const struct step *first,
			  size_t nr, struct snapshot *base,
			  ahead_wanted_fn *wanted, void *data);
/* Wait until it is done with one more step's passes, or is gone. */
void ahead_wait(struct ahead *a);
/* End it and free; NULL is fine. */
void ahead_stop(struct ahead *a);

#endif
