// SPDX-License-Identifier: GPL-2.0-only
/* A block with the altmap as its own local. */
#include <linux/memremap.h>

unsigned long block_first(struct dev_pagemap *pgmap, unsigned long pfn);
void block_use(struct vmem_altmap *altmap);
int block_return(struct dev_pagemap *pgmap);

unsigned long block_first(struct dev_pagemap *pgmap, unsigned long pfn)
{
	unsigned long size = 4;

	if (!pgmap)
		return 0;

	/* begin behind the memmap */
	if (pgmap->altmap_valid) {
		struct vmem_altmap *altmap = &pgmap->altmap;

		pfn = altmap->base_pfn + vmem_altmap_offset(altmap);
		size -= pfn;
	}
	return pfn + size;
}

int block_return(struct dev_pagemap *pgmap)
{
	int ret = 1;

	if (pgmap->altmap_valid) {
		struct vmem_altmap *altmap = &pgmap->altmap;

		block_use(altmap);
		if (altmap->free)
			return 0;
	}
	return ret;
}
