// SPDX-License-Identifier: GPL-2.0-only
/* The offset, which is 0 without an altmap. */
#include <linux/kernel.h>
#include <linux/memremap.h>

unsigned long offset_added(struct dev_pagemap *pgmap, unsigned long pfn);
unsigned long offset_local(struct dev_pagemap *pgmap);
unsigned long offset_kept(struct dev_pagemap *pgmap);
unsigned long offset_chosen(struct dev_pagemap *pgmap);
unsigned long offset_of(struct vmem_altmap *altmap, bool device);
unsigned long offset_second(struct vmem_altmap *altmap);

unsigned long offset_added(struct dev_pagemap *pgmap, unsigned long pfn)
{
	if (pgmap->altmap_valid)
		pfn += vmem_altmap_offset(&pgmap->altmap);
	return pfn;
}

unsigned long offset_local(struct dev_pagemap *pgmap)
{
	struct vmem_altmap *altmap = &pgmap->altmap;
	unsigned long pages = resource_size(&pgmap->res) >> PAGE_SHIFT;

	if (pgmap->altmap_valid)
		pages -= vmem_altmap_offset(altmap);
	return pages;
}

/* the local has another user */
unsigned long offset_kept(struct dev_pagemap *pgmap)
{
	struct vmem_altmap *altmap = &pgmap->altmap;
	unsigned long pfn = altmap->base_pfn;

	if (pgmap->altmap_valid)
		pfn += vmem_altmap_offset(altmap);
	return pfn;
}

unsigned long offset_chosen(struct dev_pagemap *pgmap)
{
	unsigned long n;

	if (pgmap->altmap_valid)
		n = vmem_altmap_offset(&pgmap->altmap);
	else
		n = 0;
	return n + (pgmap->altmap_valid ?
		    vmem_altmap_offset(&pgmap->altmap) : 0);
}

unsigned long offset_of(struct vmem_altmap *altmap, bool device)
{
	unsigned long map_offset = 0, pfn = 1;

	if (altmap)
		pfn += vmem_altmap_offset(altmap);
	if (altmap != NULL)
		pfn += vmem_altmap_offset(altmap);
	if (device) {
		if (altmap)
			map_offset = vmem_altmap_offset(altmap);
	}
	return map_offset + pfn + (altmap ? vmem_altmap_offset(altmap) : 0);
}

/* not 0 by then: the condition stays */
unsigned long offset_second(struct vmem_altmap *altmap)
{
	unsigned long first = 0;

	first++;
	if (altmap)
		first = vmem_altmap_offset(altmap);
	return first;
}
