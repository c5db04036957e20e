// SPDX-License-Identifier: GPL-2.0-only
#include <linux/memremap.h>

void get_page(struct page *page);
void lock_page(struct page *page);
void set_page_count(struct page *page, int n);

void unknown(struct dev_pagemap *map, struct page *page, struct page *p)
{
	map->type = MEMORY_DEVICE_PRIVATE;
	get_page(page);
	lock_page(page);
	get_page(p);
	set_page_count(p, 1);
}
