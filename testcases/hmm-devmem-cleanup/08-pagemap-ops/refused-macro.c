// SPDX-License-Identifier: GPL-2.0-only
/* A macro sets the callbacks. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct thing {
	struct dev_pagemap pgmap;
	struct percpu_ref ref;
	struct completion done;
};

static void thing_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void thing_cleanup(struct percpu_ref *ref)
{
	struct thing *thing = container_of(ref, struct thing, ref);

	wait_for_completion(&thing->done);
	percpu_ref_exit(ref);
}

#define set_teardown(map, k, c) \
do { \
	(map)->kill = (k); \
	(map)->cleanup = (c); \
} while (0)

int thing_map(struct device *dev, struct thing *thing);

int thing_map(struct device *dev, struct thing *thing)
{
	set_teardown(&thing->pgmap, thing_kill, thing_cleanup);
	return IS_ERR(devm_memremap_pages(dev, &thing->pgmap)) ? -ENXIO : 0;
}
