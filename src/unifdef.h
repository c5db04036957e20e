/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * unifdef: the adapter to the program of that name.  The only file that knows
 * its options and statuses.
 */
#ifndef UNIFDEF_H
#define UNIFDEF_H

#include "child.h"

enum unifdef_outcome {
	UNIFDEF_OK,
	UNIFDEF_MISSING,	/* there is no such program */
	UNIFDEF_FAILED,		/* it says that it cannot, or ended badly */
	UNIFDEF_ODD,		/* what it wrote cannot be */
};

/*
 * Resolve the conditionals of @in that name @symbol, which counts as defined.
 * @out gets as many lines: those that go are empty.  Not ok: @why says it.
 * @home: an empty directory for it.
 */
enum unifdef_outcome unifdef_run(const char *home, const char *symbol,
				 const struct strbuf *in, struct strbuf *out,
				 struct strbuf *why);

#endif
