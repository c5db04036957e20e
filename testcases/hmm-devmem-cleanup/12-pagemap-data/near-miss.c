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

struct other_ref {
	struct other_map *pgmap;
};

static void other_free(struct page *page, void *data)
{
	struct other_box *box = data;

	box->pgmap.data = page;
}

/* nor is this, which has the name of the member of a page */
static void other_ref_setup(struct other_ref *ref, struct other_box *box)
{
	if (!ref->pgmap->data)
		ref->pgmap->data = box;
}

/* pgmap->data is not this */
void other_setup(struct other_box *box);
void other_setup(struct other_box *box)
{
	box->pgmap.data = box;
	box->map->data = box;
	box->map->page_free = other_free;
	box->map->page_free(NULL, box->map->data);
	other_ref_setup(&(struct other_ref){ .pgmap = box->map }, box);
}
