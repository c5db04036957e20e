// SPDX-License-Identifier: GPL-2.0-only
/*
 * Regions, and the devices that are cut from them.
 */
#include <linux/memremap.h>
#include <linux/device.h>
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/dax.h>
#include "dax-private.h"
#include "bus.h"

static void dax_region_free(struct kref *kref)
{
	kfree(container_of(kref, struct dax_region, kref));
}

void dax_region_put(struct dax_region *dax_region)
{
	kref_put(&dax_region->kref, dax_region_free);
}
EXPORT_SYMBOL_GPL(dax_region_put);

struct dax_region *alloc_dax_region(struct device *parent, int region_id,
		struct resource *res, int target_node, unsigned int align,
		unsigned long flags)
{
	struct dax_region *region = kzalloc(sizeof(*region), GFP_KERNEL);

	if (!region)
		return NULL;
	kref_init(&region->kref);
	region->id = region_id;
	region->dev = parent;
	region->align = align;
	region->target_node = target_node;
	region->pfn_flags = flags;
	memcpy(&region->res, res, sizeof(*res));
	return region;
}
EXPORT_SYMBOL_GPL(alloc_dax_region);

struct dev_dax *__devm_create_dev_dax(struct dax_region *dax_region, int id,
		struct dev_pagemap *pgmap, enum dev_dax_subsys subsys)
{
	struct dev_dax *dev_dax = kzalloc(sizeof(*dev_dax), GFP_KERNEL);

	if (!dev_dax)
		return ERR_PTR(-ENOMEM);

	/* from here on the device has a mapping of its own */
	memcpy(&dev_dax->pgmap, pgmap, sizeof(*pgmap));

	dev_dax->dax_dev = alloc_dax(dev_dax, NULL, NULL);
	if (!dev_dax->dax_dev) {
		kfree(dev_dax);
		return ERR_PTR(-ENOMEM);
	}
	kref_get_unless_zero(&dax_region->kref);
	dev_dax->region = dax_region;
	dev_dax->target_node = dax_region->target_node;
	dev_dax->dev.parent = dax_region->dev;
	device_initialize(&dev_dax->dev);
	dev_set_name(&dev_dax->dev, "dax%d.%d", dax_region->id, id);
	return dev_dax;
}
EXPORT_SYMBOL_GPL(__devm_create_dev_dax);
