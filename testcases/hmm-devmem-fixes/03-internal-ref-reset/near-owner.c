// SPDX-License-Identifier: GPL-2.0-only
/*
 * A count of the driver's; and an internal_ref and a ref that are not those of a
 * pagemap. pgmap->ref = &pgmap->internal_ref is said in words only.
 */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/xarray.h>

struct lamp {
	struct percpu_ref *ref;
	struct percpu_ref internal_ref;
	struct dev_pagemap map;
	struct completion idle;
};

static void lamp_kill(struct dev_pagemap *map)
{
	percpu_ref_kill(map->ref);
}

static void lamp_cleanup(struct dev_pagemap *map)
{
	struct lamp *l = container_of(map, struct lamp, map);

	wait_for_completion(&l->idle);
	percpu_ref_exit(map->ref);
}

const struct dev_pagemap_ops lamp_ops = {
	.kill = lamp_kill,
	.cleanup = lamp_cleanup,
};

void lamp_on(struct lamp *l)
{
	l->ref = &l->internal_ref;
	l->map.ref = l->ref;
	l->map.ops = &lamp_ops;
}

void lamp_off(struct lamp *l)
{
	percpu_ref_exit(l->ref);
}
