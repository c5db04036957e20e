/* SPDX-License-Identifier: GPL-2.0-only */
/* Between affected.c and affected_config.c. */
#ifndef AFFECTED_PRIV_H
#define AFFECTED_PRIV_H

#include "verify.h"

/* What changed Kconfig and make files among @changed affect; unsorted. */
int affected_by_config(struct snapshot *before, struct snapshot *after,
		       const struct strvec *changed, struct strvec *sources,
		       struct strbuf *err);

#endif
