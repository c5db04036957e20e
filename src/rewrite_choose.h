/* SPDX-License-Identifier: GPL-2.0-only */
/* rewrite_choose: which series lead to a kernel. */
#ifndef REWRITE_CHOOSE_H
#define REWRITE_CHOOSE_H

#include "driver_rules.h"

/*
 * Which of the series in the search path are for drivers and lead to a kernel
 * of no more than @version, or to what the one at @kdir has, sorted by version;
 * a list of yours, with its series.  @kdir: a kernel to build modules for, or
 * NULL; it is asked by one run of make whether each series' "probe.c" compiles,
 * and *version is set to its own if it was 0.  ERR_UNABLE: none, or what is wrong.
 */
int rewrite_choose(const char *data_dir, const char *kdir, long *version,
		   struct series ***out, size_t *nr, struct strbuf *err);
void rewrite_chosen_free(struct series **list, size_t nr);

#endif
