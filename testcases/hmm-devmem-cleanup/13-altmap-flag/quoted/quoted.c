// SPDX-License-Identifier: GPL-2.0-only
/* The types are in a header beside the file. */
#include "quoted.h"

void quoted_set(struct quoted *q);

void quoted_set(struct quoted *q)
{
	q->state.altmap_valid = quoted_altmap(q);
	q->pgmap.altmap_valid = true;
}
