// SPDX-License-Identifier: GPL-2.0-only
/* A helper completes the pagemaps of two callers. */
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

static void thing_page_free(struct page *page, void *data)
{
	wake_up_var(&page->_refcount);
}

static int thing_setup(struct device *dev, struct dev_pagemap *pgmap)
{
	if (!dev)
		return -ENODEV;
	pgmap->type = MEMORY_DEVICE_FS_DAX;
	pgmap->page_free = thing_page_free;
	return 0;
}

int thing_map(struct device *dev, struct thing *thing);
int thing_map_now(struct device *dev, struct thing *thing);

int thing_map(struct device *dev, struct thing *thing)
{
	thing->pgmap.ref = &thing->ref;
	thing->pgmap.kill = thing_kill;
	thing->pgmap.cleanup = thing_cleanup;
	if (thing_setup(dev, &thing->pgmap))
		return -ENODEV;
	return IS_ERR(devm_memremap_pages(dev, &thing->pgmap)) ? -ENXIO : 0;
}

static void thing_kill_now(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

int thing_map_now(struct device *dev, struct thing *thing)
{
	struct dev_pagemap *pgmap = &thing->pgmap;
	int err = thing_setup(dev, pgmap);

	if (err)
		return err;
	pgmap->kill = thing_kill_now;
	pgmap->cleanup = thing_cleanup;
	return IS_ERR(devm_memremap_pages(dev, pgmap)) ? -ENXIO : 0;
}
