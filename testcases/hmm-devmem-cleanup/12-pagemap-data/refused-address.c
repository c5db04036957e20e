// SPDX-License-Identifier: GPL-2.0-only
/* The address of it is of use to somebody. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

struct tin {
	struct dev_pagemap map;
};

void **tin_slot(struct tin *tin);
void **tin_slot_of(struct page *page);

void **tin_slot(struct tin *tin)
{
	return &tin->map.data;
}

void **tin_slot_of(struct page *page)
{
	struct dev_pagemap *map = page->pgmap;

	return &map->data;
}
