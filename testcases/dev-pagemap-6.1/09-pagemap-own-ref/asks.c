// SPDX-License-Identifier: GPL-2.0-only
#include <linux/memremap.h>

/* The count of the map, whoever it is. */
int asks(struct dev_pagemap *map, struct page *page)
{
	if (!percpu_ref_tryget_live(map->ref))
		return 0;
	percpu_ref_put(page->pgmap->ref);
	map->ref = NULL;
	return 1;
}
