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
	struct nd_region *nd_region = to_nd_region(dev->parent);
	struct nd_pfn *nd_pfn = &to_nd_dax(dev)->nd_pfn;
	struct nd_namespace_common *ndns;
	struct nd_namespace_io *nsio;
	struct dax_region *region;
	struct dev_pagemap pgmap = { 0 };
	struct dev_dax *ddax;
	struct resource data;
	resource_size_t skip;
	int err;

	ndns = nvdimm_namespace_common_probe(dev);
	if (IS_ERR(ndns))
		return ERR_CAST(ndns);
	nsio = to_nd_namespace_io(&ndns->dev);

	/* read the info block */
	err = devm_nsio_enable(dev, nsio);
	if (err)
		return ERR_PTR(err);
	err = nvdimm_setup_pfn(nd_pfn, &pgmap);
	if (err)
		return ERR_PTR(err);
	devm_nsio_disable(dev, nsio);

	/* what comes before the data is ours, the rest the device's */
	skip = le64_to_cpu(nd_pfn->pfn_sb->dataoff);
	if (!devm_request_mem_region(dev, nsio->res.start, skip,
				dev_name(&ndns->dev)))
		return ERR_PTR(-EBUSY);

	memcpy(&data, &pgmap.res, sizeof(data));
	data.start += skip;
	region = alloc_dax_region(dev, 0, &data, nd_region->target_node,
			le32_to_cpu(nd_pfn->pfn_sb->align),
			(PFN_DEV | PFN_MAP));
	if (!region)
		return ERR_PTR(-ENOMEM);

	ddax = __devm_create_dev_dax(region, 0, &pgmap, subsys);

	/* the device holds on to the region now */
	dax_region_put(region);
	return ddax;
}
EXPORT_SYMBOL_GPL(__dax_pmem_probe);

MODULE_LICENSE("GPL v2");
