// SPDX-License-Identifier: GPL-2.0-only
/*
 * Built under the name of a link that leads here.
 */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/export.h>

/* The range that the driver itself may use. */
bool shared_own_range(struct dev_pagemap *pgmap, struct resource *own)
{
	if (!pgmap->altmap_valid)
		return false;
	own->start = pgmap->res.start;
	own->end = own->start + (pgmap->altmap.reserve << PAGE_SHIFT) - 1;
	return true;
}
EXPORT_SYMBOL_GPL(shared_own_range);
