/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef __DAX_BUS_H__
#define __DAX_BUS_H__

#include <linux/device.h>

struct dev_dax;
struct dax_region;
struct dev_pagemap;

enum dev_dax_subsys {
	DEV_DAX_BUS,
	DEV_DAX_CLASS,
};

struct dax_region *alloc_dax_region(struct device *parent, int region_id,
		struct resource *res, int target_node, unsigned int align,
		unsigned long flags);
void dax_region_put(struct dax_region *dax_region);
struct dev_dax *__devm_create_dev_dax(struct dax_region *dax_region, int id,
		struct dev_pagemap *pgmap, enum dev_dax_subsys subsys);
int dev_dax_probe(struct device *dev);

#endif
