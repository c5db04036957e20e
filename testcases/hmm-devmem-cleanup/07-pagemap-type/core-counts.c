// SPDX-License-Identifier: GPL-2.0-only
/* The same without a declaration. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>

void core_count(void);

void *
devm_memremap_pages(struct device *dev, struct dev_pagemap *pgmap)
{
	core_count();
	if (!pgmap->ref)
		return NULL;
	core_count();
	return dev;
}
EXPORT_SYMBOL(devm_memremap_pages);
