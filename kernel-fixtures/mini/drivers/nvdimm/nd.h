/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef __ND_H__
#define __ND_H__

#include <linux/device.h>
#include <linux/mm.h>
#include "pfn.h"

struct nd_namespace_common {
	struct device dev;
};

struct nd_namespace_io {
	struct nd_namespace_common common;
	struct resource res;
};

struct nd_region {
	struct device dev;
	int target_node;
	bool flush;
};

/* Where the memmap is: nowhere yet, in ordinary memory, in the namespace. */
enum nd_pfn_mode {
	PFN_MODE_NONE, PFN_MODE_RAM, PFN_MODE_PMEM,
};

/* A namespace with an info block. */
struct nd_pfn {
	enum nd_pfn_mode mode;
	unsigned long npfns;
	struct nd_namespace_common *ndns;
	struct nd_pfn_sb *pfn_sb;
	struct device dev;
};

struct nd_dax {
	struct nd_pfn nd_pfn;
};

static inline struct nd_namespace_io *to_nd_namespace_io(struct device *dev)
{
	return container_of(dev, struct nd_namespace_io, common.dev);
}

static inline struct nd_region *to_nd_region(struct device *dev)
{
	return container_of(dev, struct nd_region, dev);
}

static inline struct nd_pfn *to_nd_pfn(struct device *dev)
{
	return container_of(dev, struct nd_pfn, dev);
}

static inline struct nd_dax *to_nd_dax(struct device *dev)
{
	return container_of(to_nd_pfn(dev), struct nd_dax, nd_pfn);
}

bool is_nd_pfn(struct device *dev);
bool pmem_should_map_pages(struct device *dev);
int nvdimm_has_flush(struct nd_region *nd_region);
struct nd_namespace_common *nvdimm_namespace_common_probe(struct device *dev);
int devm_nsio_enable(struct device *dev, struct nd_namespace_io *nsio);
void devm_nsio_disable(struct device *dev, struct nd_namespace_io *nsio);

#if IS_ENABLED(CONFIG_NVDIMM_PFN)
int nvdimm_setup_pfn(struct nd_pfn *nd_pfn, struct dev_pagemap *pgmap);
#else
static inline int nvdimm_setup_pfn(struct nd_pfn *nd_pfn,
				   struct dev_pagemap *pgmap)
{
	return -ENXIO;
}
#endif
#endif
