// SPDX-License-Identifier: GPL-2.0-only
/*
 * Persistent memory as a region for dax devices.
 */
#include <linux/memremap.h>
#include <linux/module.h>
#include <linux/pfn_t.h>
#include "../../nvdimm/pfn.h"
#include "../../nvdimm/nd.h"
#include "../bus.h"

struct dev_dax *__dax_pmem_probe(struct device *dev, enum dev_dax_subsys subsys)
{
	struct nd_namespace_common *space = nvdimm_namespace_common_probe(dev);
	struct nd_pfn *layout = &to_nd_dax(dev)->nd_pfn;
	struct dev_pagemap pgmap = { 0 };
	struct nd_namespace_io *io = to_nd_namespace_io(&space->dev);
	struct dax_region *region;
	struct dev_dax *made;
	struct resource data;
	int err;

	if (IS_ERR(space))
		return ERR_CAST(space);

	/* read the info block */
	err = devm_nsio_enable(dev, io);
	if (!err) {
		err = nvdimm_setup_pfn(layout, &pgmap);
		devm_nsio_disable(dev, io);
	}
	if (err)
		return ERR_PTR(err);

	/* what comes before the data is ours, the rest the device's */
	data = pgmap.res;
	data.start += le64_to_cpu(layout->pfn_sb->dataoff);
	if (!devm_request_mem_region(dev, io->res.start,
				     data.start - pgmap.res.start,
				     dev_name(&space->dev)))
		return ERR_PTR(-EBUSY);

	region = alloc_dax_region(dev, 0, &data,
				  to_nd_region(dev->parent)->target_node,
				  le32_to_cpu(layout->pfn_sb->align),
				  PFN_MAP | PFN_DEV);
	if (!region)
		return ERR_PTR(-ENOMEM);
	made = __devm_create_dev_dax(region, 0, &pgmap, subsys);

	/* the device holds on to the region now */
	dax_region_put(region);
	return made;
}
EXPORT_SYMBOL_GPL(__dax_pmem_probe);

MODULE_LICENSE("GPL v2");
