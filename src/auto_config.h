/* SPDX-License-Identifier: GPL-2.0-only */
/* auto_config: configurations that would show lines which none compiled. */
#ifndef AUTO_CONFIG_H
#define AUTO_CONFIG_H

#include "series.h"

/*
 * @changes: elements "CONFIG_A=y CONFIG_B=n", others are passed over.  What does
 * not contradict goes together.  @out: "auto-1", ..., each @base's fragment and
 * what it is changed by; at most @max.  Yours to release and free().
 */
size_t auto_configs(const struct strvec *changes, const char *base, size_t max,
		    struct series_config **out);

#endif
