// SPDX-License-Identifier: GPL-2.0-only
// Others have a data and a page_free, too.
#include <linux/mm.h>
#include <linux/memremap.h>

struct other_map {
	void *data;
	void (*page_free)(struct page *page, void *data);
};

struct other_box {
	struct other_map pgmap;
	struct other_map *map;
	struct dev_pagemap real;
};

static void other_free(struct page *page, void *data)
{
	struct other_box *box = data;

	box->pgmap.data = page;
}

/* pgmap->data is not this */
void other_setup(struct other_box *box);
void other_setup(struct other_box *box)
{
	box->pgmap.data = box;
	box->map->data = box;
	box->map->page_free = other_free;
	box->map->page_free(NULL, box->map->data);
}
