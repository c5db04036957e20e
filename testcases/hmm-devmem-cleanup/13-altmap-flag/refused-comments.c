// SPDX-License-Identifier: GPL-2.0-only
/* Code that is not compiled between the comment and the struct. */
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
 * @altmap_valid: is there one?
 */
#if 0
struct pagemap;
#endif
struct dev_pagemap {
	struct vmem_altmap altmap;
	bool altmap_valid;
	enum memory_type type;
	struct percpu_ref *ref;
};

bool refused_comments(struct dev_pagemap *pgmap);

bool refused_comments(struct dev_pagemap *pgmap)
{
	return pgmap->altmap_valid;
}
