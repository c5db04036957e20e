/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * driver_rules: what a series says of code outside of a kernel, in its file
 * "drivers":
 *   kernel VERSION          the first that has what the series leads to
 *   together STEP...        they change one thing: where one of them cannot be
 *                           done at a place, none of them is done there
 *   only-with STEP...       no reason by themselves to touch a driver
 *   never STEP because TEXT
 * and the passes in "drivers.check".  STEP is a number.  A step that no line names goes alone.
 */
#ifndef DRIVER_RULES_H
#define DRIVER_RULES_H

#include "series.h"

struct driver_rules {
	long version;		/* as LINUX_VERSION_CODE has it */
	/* for each step of the series: */
	unsigned char *together;	/* number of its line, 0: alone */
	bool *only_with, *never;
	char *types;		/* directory of the old interface's headers */
	/*
	 * Passes in "drivers.check", which refuse what compiles in the end and
	 * does not work; they change nothing.  No step of the series.
	 */
	struct step check;
};

/* ERR_UNABLE: the series is for kernels only, or its file is wrong. */
int driver_rules_load(struct driver_rules *r, const struct series *s,
		      struct strbuf *err);
void driver_rules_release(struct driver_rules *r);

#endif
