/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rewrite_chain: several series on a driver, one after the other, as if they
 * were one: places are told by the lines of the driver as it was.
 */
#ifndef REWRITE_CHAIN_H
#define REWRITE_CHAIN_H

#include "rewrite.h"

/* As rewrite_driver(); @t is one for each series, in their order. */
int rewrite_chain(struct rewrite_types *t, size_t nr, const struct driver *d,
		  const struct rewrite_options *opt, struct rewrite_result *out,
		  struct strbuf *err);

#endif
