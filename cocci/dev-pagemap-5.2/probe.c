// SPDX-License-Identifier: GPL-2.0-only
/*
 * A kernel that compiles this has what the series leads to: 5.2 and later.  Until
 * 4.15 the first has four arguments, and from there to 5.1 there is no second.
 */
#include <linux/memremap.h>

int probe(struct device *dev, struct dev_pagemap *pgmap);

int probe(struct device *dev, struct dev_pagemap *pgmap)
{
	void *addr = devm_memremap_pages(dev, pgmap);

	devm_memunmap_pages(dev, pgmap);
	return !addr;
}
