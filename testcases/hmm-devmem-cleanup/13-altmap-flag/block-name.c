// SPDX-License-Identifier: GPL-2.0-only
/* The same block where the name of its local has another use. */
#include <linux/memremap.h>

void name_use(struct vmem_altmap *altmap);
void block_name(struct dev_pagemap *pgmap, struct vmem_altmap *altmap);

void block_name(struct dev_pagemap *pgmap, struct vmem_altmap *altmap)
{
	name_use(altmap);
	if (pgmap->altmap_valid) {
		struct vmem_altmap *altmap = &pgmap->altmap;

		name_use(altmap);
		name_use(altmap);
	}
}
