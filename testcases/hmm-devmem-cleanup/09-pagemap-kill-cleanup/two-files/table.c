// SPDX-License-Identifier: GPL-2.0-only
/* The table; the callbacks are defined in another file. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/mm.h>
#include "thing.h"

static const struct dev_pagemap_ops thing_pagemap_ops = {
	.kill = thing_kill,
	.cleanup = &thing_cleanup,
};

void thing_set(struct thing *thing);

void thing_set(struct thing *thing)
{
	thing->map.ref = &thing->ref;
	thing->map.ops = &thing_pagemap_ops;
}
