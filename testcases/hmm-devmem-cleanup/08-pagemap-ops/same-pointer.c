// SPDX-License-Identifier: GPL-2.0-only
/* One pointer, two pagemaps one after the other. */
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

static void other_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void other_cleanup(struct percpu_ref *ref)
{
	percpu_ref_exit(ref);
}

int thing_map(struct device *dev, struct thing *a, struct thing *b);

int thing_map(struct device *dev, struct thing *a, struct thing *b)
{
	struct dev_pagemap *pgmap;

	pgmap = &a->pgmap;
	pgmap->kill = thing_kill;
	pgmap->cleanup = thing_cleanup;
	if (IS_ERR(devm_memremap_pages(dev, pgmap)))
		return -ENXIO;
	pgmap = &b->pgmap;
	pgmap->kill = other_kill;
	pgmap->cleanup = other_cleanup;
	return IS_ERR(devm_memremap_pages(dev, pgmap)) ? -ENXIO : 0;
}
