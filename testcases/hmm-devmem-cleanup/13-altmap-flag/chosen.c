// SPDX-License-Identifier: GPL-2.0-only
/* The altmap or NULL, in all the ways to say it. */
#include <linux/kernel.h>
#include <linux/memremap.h>

struct vmem_altmap *chosen_now(struct dev_pagemap *pgmap);
struct vmem_altmap *chosen_early(struct dev_pagemap *pgmap, bool late);
void chosen_all(struct dev_pagemap *pgmap, struct vmem_altmap **out);

struct vmem_altmap *chosen_now(struct dev_pagemap *pgmap)
{
	return pgmap->altmap_valid ? &pgmap->altmap : NULL;
}

struct vmem_altmap *chosen_early(struct dev_pagemap *pgmap, bool late)
{
	struct vmem_altmap *altmap = NULL;

	if (pgmap->altmap_valid)
		altmap = &pgmap->altmap;
	if (late && !altmap)
		pr_info("none\n");
	return altmap;
}

void chosen_all(struct dev_pagemap *pgmap, struct vmem_altmap **out)
{
	struct dev_pagemap copy = *pgmap;

	if (pgmap->altmap_valid)
		out[0] = &pgmap->altmap;
	else
		out[0] = NULL;

	if (!pgmap->altmap_valid) {
		out[1] = NULL;
	} else {
		out[1] = &pgmap->altmap;
	}

	out[2] = NULL;
	if (copy.altmap_valid)
		out[2] = &copy.altmap;
	out[2] = !copy.altmap_valid ? NULL : out[2];

	/* not the same: what was there before stays */
	if (pgmap->altmap_valid)
		out[3] = &pgmap->altmap;
}
