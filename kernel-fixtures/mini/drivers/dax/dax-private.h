/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef __DAX_PRIVATE_H__
#define __DAX_PRIVATE_H__

#include <linux/device.h>
#include <linux/kref.h>
#include <linux/completion.h>
#include <linux/memremap.h>

struct dax_device;

/**
 * struct dax_region - a range that dax devices are cut from
 * @kref: users
 * @dev: who provides it
 * @res: where it is
 * @pfn_flags: are there struct pages?
 * @align: unit of allocation and mapping
 * @target_node: the node that it would belong to as ordinary memory
 * @id: its number
 */
struct dax_region {
	struct kref kref;
	struct device *dev;
	struct resource res;
	unsigned long pfn_flags;
	unsigned int align;
	int target_node, id;
};

/**
 * struct dev_dax - a piece of a region, as a device
 * @dev - what it is to the driver core
 * @dax_dev - what it is to the dax core
 * @region - what it is cut from
 * @pgmap - its mapping (the driver's)
 * @ref: pins @pgmap (the driver's)
 * @cmp: completed with the last put of @ref (the driver's)
 * @target_node: as in the region
 */
struct dev_dax {
	struct device dev;
	struct dax_device *dax_dev;
	struct dax_region *region;
	struct dev_pagemap pgmap;
	struct percpu_ref ref;
	struct completion cmp;
	int target_node;
};

static inline struct dev_dax *to_dev_dax(struct device *dev)
{
	return container_of(dev, struct dev_dax, dev);
}
#endif
