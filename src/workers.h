/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * workers: several pieces of work side by side, each in a process that is forked
 * from this one.  What one prints, on standard output and error, comes out whole,
 * and in the order of the pieces.
 */
#ifndef WORKERS_H
#define WORKERS_H

#include "strbuf.h"

/* In the process of piece @i; what it returns, 0 to 255, is its status. */
typedef int worker_fn(size_t i, void *data);

/*
 * @nr pieces, at most @most at a time; status[i]: -1 if it died.  The scratch
 * directory must be there.  ERR_INTERRUPTED, ERR_UNABLE: not all were done.
 */
int workers_run(size_t nr, int most, worker_fn *fn, void *data, int *status,
		struct strbuf *err);

#endif
