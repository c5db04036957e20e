// SPDX-License-Identifier: GPL-2.0-only
/* Callbacks from a parameter, a variable and a global one. */
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

static void (*stop)(struct percpu_ref *ref) = thing_kill;

int thing_map(struct device *dev, struct thing *thing,
	      void (*kill)(struct percpu_ref *ref));
int thing_map_now(struct device *dev, struct thing *thing);

int thing_map(struct device *dev, struct thing *thing,
	      void (*kill)(struct percpu_ref *ref))
{
	thing->pgmap.kill = kill;
	return IS_ERR(devm_memremap_pages(dev, &thing->pgmap)) ? -ENXIO : 0;
}

int thing_map_now(struct device *dev, struct thing *thing)
{
	void (*cleanup)(struct percpu_ref *ref) = thing_cleanup;

	thing->pgmap.kill = stop;
	thing->pgmap.cleanup = cleanup;
	return IS_ERR(devm_memremap_pages(dev, &thing->pgmap)) ? -ENXIO : 0;
}
