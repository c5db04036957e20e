// SPDX-License-Identifier: GPL-2.0-only
/* A NULL that is not the other half of the choice stays out of it. */
#include <linux/kernel.h>
#include <linux/memremap.h>

struct vmem_altmap *kept_last(struct dev_pagemap *maps, int nr);
struct vmem_altmap *kept_default(struct dev_pagemap *pgmap,
				 struct vmem_altmap *fallback);

/* the last one that has an altmap, not that of the last one */
struct vmem_altmap *kept_last(struct dev_pagemap *maps, int nr)
{
	struct vmem_altmap *altmap = NULL;
	int i;

	for (i = 0; i < nr; i++) {
		struct dev_pagemap *pgmap = &maps[i];

		if (pgmap->altmap_valid)
			altmap = &pgmap->altmap;
	}
	return altmap;
}

struct vmem_altmap *kept_default(struct dev_pagemap *pgmap,
				 struct vmem_altmap *fallback)
{
	struct vmem_altmap *altmap = NULL;

	if (fallback->free)
		altmap = fallback;
	if (pgmap->altmap_valid)
		altmap = &pgmap->altmap;
	return altmap;
}
