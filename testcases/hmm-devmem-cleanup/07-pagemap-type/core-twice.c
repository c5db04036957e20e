// SPDX-License-Identifier: GPL-2.0-only
/* What it does first it does again at the end. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>

void core_count(void);

void *devm_memremap_pages(struct device *dev, struct dev_pagemap *pgmap)
{
	void *at = NULL;

	core_count();
	if (pgmap->ref)
		at = dev;
	core_count();
	return at;
}
EXPORT_SYMBOL(devm_memremap_pages);
