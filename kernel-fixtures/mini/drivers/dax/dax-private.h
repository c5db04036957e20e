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
 * @id: its number
 * @target_node: the node that it would belong to as ordinary memory
 * @kref: users
 * @dev: who provides it
 * @align: unit of allocation and mapping
 * @res: where it is
 * @pfn_flags: are there struct pages?
 */
struct dax_region {
	int id;
	int target_node;
	struct kref kref;
	struct device *dev;
	unsigned int align;
	struct resource res;
	unsigned long pfn_flags;
};

/**
 * struct dev_dax - a piece of a region, as a device
 * @region - the region
 * @dax_dev - what it is to the dax core
 * @target_node: as in the region
 * @dev - what it is to the driver core
 * @pgmap - its mapping (the driver's)
 * @ref: pins @pgmap (the driver's)
 * @cmp: completed with the last put of @ref (the driver's)
 */
struct dev_dax {
	struct dax_region *region;
	struct dax_device *dax_dev;
	int target_node;
	struct device dev;
	struct dev_pagemap pgmap;
	struct percpu_ref ref;
	struct completion cmp;
};

static inline struct dev_dax *to_dev_dax(struct device *dev)
{
	return container_of(dev, struct dev_dax, dev);
}
#endif
