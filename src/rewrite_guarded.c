/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Old forms beside the new ones.  Code that the target shares with kernels that
 * have the old interface, by an arm such as ">= 4.16", shows that the driver is
 * built for both: then each place that was converted has a guard of its own.
 */
#include "rewrite_priv.h"

#include <stdlib.h>

int guarded_write(struct rewriting *rw, struct strbuf *err)
{
	(void)rw;
	(void)err;
	return 0;
}
