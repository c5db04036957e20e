// SPDX-License-Identifier: GPL-2.0-only
/* pgmap->altmap_valid in comments and strings is no use of it. */
#include <linux/kernel.h>
#include <linux/memremap.h>

void words(struct dev_pagemap *pgmap);

#if 0
static void words_before(struct dev_pagemap *pgmap)
{
	pgmap->altmap_valid = true;
}
#endif

void words(struct dev_pagemap *pgmap)
{
	/* set altmap_valid? */
	pr_info("altmap_valid of %p\n", pgmap);
}
