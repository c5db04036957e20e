// SPDX-License-Identifier: GPL-2.0-only
/* Memory of that kind is made here: there is nothing to go to. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

#include <linux/hmm.h>

struct refused_provider {
	struct device *dev;
	struct dev_pagemap pgmap;
	struct hmm_devmem *mem;
};

static struct dev_pagemap refused_provider_map = {
	.type = MEMORY_DEVICE_PUBLIC,
};

static struct hmm_devmem *(*refused_provider_make)(const struct hmm_devmem_ops *,
						   struct device *,
						   struct resource *) =
	hmm_devmem_add_resource;

int refused_provider(struct refused_provider *rp,
		     const struct hmm_devmem_ops *ops, struct resource *res);

int refused_provider(struct refused_provider *rp,
		     const struct hmm_devmem_ops *ops, struct resource *res)
{
	rp->pgmap.type = refused_provider_map.type;
	rp->pgmap.type = MEMORY_DEVICE_PUBLIC;
	res->desc = IORES_DESC_DEVICE_PUBLIC_MEMORY;
	rp->mem = hmm_devmem_add_resource(ops, rp->dev, res);
	if (!rp->mem)
		rp->mem = refused_provider_make(ops, rp->dev, res);
	return region_intersects(res->start, resource_size(res), 0,
				 IORES_DESC_DEVICE_PUBLIC_MEMORY);
}
