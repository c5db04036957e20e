// SPDX-License-Identifier: GPL-2.0-only
/*
 * Namespaces with an info block, which says where their memmap is.
 */
#include <linux/memremap.h>
#include <linux/device.h>
#include <linux/export.h>
#include <linux/mm.h>
#include "pfn.h"
#include "nd.h"

#define SZ_8K	0x2000

static u32 info_block_reserve(void)
{
	return ALIGN(SZ_8K, PAGE_SIZE);
}

/* The memmap is made for whole sections, from the first one touched. */
static unsigned long init_altmap_base(resource_size_t base)
{
	return PHYS_PFN(base) & PAGE_SECTION_MASK;
}

static unsigned long init_altmap_reserve(resource_size_t base)
{
	return PHYS_PFN(base) - init_altmap_base(base) +
		PHYS_PFN(info_block_reserve());
}

static int __nvdimm_setup_pfn(struct nd_pfn *nd_pfn, struct dev_pagemap *pgmap)
{
	struct nd_namespace_io *nsio = to_nd_namespace_io(&nd_pfn->ndns->dev);
	u64 dataoff = le64_to_cpu(nd_pfn->pfn_sb->dataoff);
	u32 pad = __le32_to_cpu(nd_pfn->pfn_sb->start_pad);
	struct vmem_altmap *altmap = &pgmap->altmap;
	struct resource *res = &pgmap->res;
	struct vmem_altmap fresh = {
		.base_pfn = init_altmap_base(nsio->res.start + pad),
		.reserve = init_altmap_reserve(nsio->res.start + pad),
	};

	memcpy(res, &nsio->res, sizeof(*res));
	res->start += pad;
	res->end -= __le32_to_cpu(nd_pfn->pfn_sb->end_trunc);

	if (nd_pfn->mode == PFN_MODE_RAM) {
		if (dataoff < info_block_reserve())
			return -EINVAL;
		nd_pfn->npfns = le64_to_cpu(nd_pfn->pfn_sb->npfns);
		pgmap->altmap_valid = false;
	} else if (nd_pfn->mode == PFN_MODE_PMEM) {
		nd_pfn->npfns = PHYS_PFN(resource_size(res) - dataoff);
		/* its first members are const, hence the copy */
		memcpy(altmap, &fresh, sizeof(*altmap));
		pgmap->altmap_valid = true;
		altmap->free = PHYS_PFN(dataoff - info_block_reserve());
	}

	return nd_pfn->mode == PFN_MODE_NONE ? -ENXIO : 0;
}

/*
 * Fill in res and altmap of @pgmap as the info block says.
 */
int nvdimm_setup_pfn(struct nd_pfn *nd_pfn, struct dev_pagemap *pgmap)
{
	bool known = nd_pfn->ndns && nd_pfn->pfn_sb;

	return known ? __nvdimm_setup_pfn(nd_pfn, pgmap) : -ENODEV;
}
EXPORT_SYMBOL_GPL(nvdimm_setup_pfn);
