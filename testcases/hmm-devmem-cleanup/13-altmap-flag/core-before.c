// SPDX-License-Identifier: GPL-2.0-only
/* A core whose type stands above the flag. */
#include <linux/types.h>

enum memory_type {
	MEMORY_DEVICE_NONE,
};

struct percpu_ref;

struct vmem_altmap {
	unsigned long base_pfn;
};

/**
 * struct dev_pagemap - what a mapping is
 * @type: of the memory, as
 *	the list of types says
 * @altmap: where the memmap is
 * @altmap_valid: is there
 *	one?
 * @ref: who uses it
 */
struct dev_pagemap {
	enum memory_type type;
	struct vmem_altmap altmap;
	bool altmap_valid;
	struct percpu_ref *ref;
};

bool core_before(struct dev_pagemap *pgmap);

bool core_before(struct dev_pagemap *pgmap)
{
	return pgmap->altmap_valid;
}
