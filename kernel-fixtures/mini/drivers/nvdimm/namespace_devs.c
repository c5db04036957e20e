// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the other files need to know of namespaces.
 */
#include <linux/device.h>
#include <linux/module.h>
#include "nd.h"

bool is_nd_pfn(struct device *dev)
{
	return !strcmp(dev_name(dev), "pfn");
}
EXPORT_SYMBOL(is_nd_pfn);

bool pmem_should_map_pages(struct device *dev)
{
	return IS_ENABLED(CONFIG_ZONE_DEVICE) && dev->parent;
}
EXPORT_SYMBOL(pmem_should_map_pages);

int nvdimm_has_flush(struct nd_region *nd_region)
{
	return nd_region->flush ? 1 : -ENXIO;
}
EXPORT_SYMBOL_GPL(nvdimm_has_flush);

struct nd_namespace_common *nvdimm_namespace_common_probe(struct device *dev)
{
	struct nd_namespace_common *ndns = dev_get_drvdata(dev);

	return ndns ? ndns : ERR_PTR(-ENODEV);
}
EXPORT_SYMBOL(nvdimm_namespace_common_probe);

int devm_nsio_enable(struct device *dev, struct nd_namespace_io *nsio)
{
	if (!devm_request_mem_region(dev, nsio->res.start,
				     resource_size(&nsio->res), dev_name(dev)))
		return -EBUSY;
	return 0;
}
EXPORT_SYMBOL_GPL(devm_nsio_enable);

void devm_nsio_disable(struct device *dev, struct nd_namespace_io *nsio)
{
	devm_release_mem_region(dev, nsio->res.start,
				resource_size(&nsio->res));
}
EXPORT_SYMBOL_GPL(devm_nsio_disable);

MODULE_LICENSE("GPL v2");
