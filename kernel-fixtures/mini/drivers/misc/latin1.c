// SPDX-License-Identifier: GPL-2.0-only
/*
 * This file is in Latin-1: Jürgen Müller, Søren and René wrote it before
 * the world agreed on something better.
 */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/export.h>

#if IS_ENABLED(CONFIG_ZONE_DEVICE)
/* Größe des Bereichs in Seiten, without what the memmap takes */
unsigned long latin1_usable_pages(struct dev_pagemap *pgmap)
{
	unsigned long pages = PHYS_PFN(resource_size(&pgmap->res));

	if (pgmap->altmap_valid)
		pages -= vmem_altmap_offset(&pgmap->altmap);
	pr_info("für Sie: %lu\n", pages);
	return pages;
}
EXPORT_SYMBOL_GPL(latin1_usable_pages);
#endif
