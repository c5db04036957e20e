// SPDX-License-Identifier: GPL-2.0-only
/* A core without a comment. */
#include <linux/types.h>

enum memory_type {
	MEMORY_DEVICE_NONE,
};

struct percpu_ref;

struct vmem_altmap {
	unsigned long base_pfn;
};

struct dev_pagemap {
	struct vmem_altmap altmap;
	bool altmap_valid;
	enum memory_type type;
	struct percpu_ref *ref;
};

bool core_plain(struct dev_pagemap *pgmap);

bool core_plain(struct dev_pagemap *pgmap)
{
	return pgmap->altmap_valid;
}
