// SPDX-License-Identifier: GPL-2.0-only
/* A core with a comment of another kind. */
#include <linux/types.h>

enum memory_type {
	MEMORY_DEVICE_NONE,
};

struct percpu_ref;

struct vmem_altmap {
	unsigned long base_pfn;
};

/* The mapping, its altmap_valid and all. */
struct dev_pagemap {
	struct vmem_altmap altmap;
	bool altmap_valid;
	enum memory_type type;
	struct percpu_ref *ref;
};

bool core_words(struct dev_pagemap *pgmap);

bool core_words(struct dev_pagemap *pgmap)
{
	return pgmap->altmap_valid;
}
