// SPDX-License-Identifier: GPL-2.0-only
/* A core that knows no types of memory. */
#include <linux/types.h>

struct percpu_ref;

struct vmem_altmap {
	unsigned long base_pfn;
};

/**
 * struct dev_pagemap - what a mapping is
 * @altmap_valid: is there one?
 *
 * It is made by devm_memremap_pages().
 */
struct dev_pagemap {
	struct vmem_altmap altmap;
	unsigned int altmap_valid;
	struct percpu_ref *ref;
};

bool core_place(struct dev_pagemap *pgmap);

bool core_place(struct dev_pagemap *pgmap)
{
	return pgmap->altmap_valid;
}
