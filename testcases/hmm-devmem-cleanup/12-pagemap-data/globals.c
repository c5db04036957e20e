// SPDX-License-Identifier: GPL-2.0-only
/* Objects of the file, filled in where they are defined or later. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

struct lamp {
	const char *name;
	struct dev_pagemap map;
	unsigned long idle;
};

struct desk {
	struct dev_pagemap map;
	unsigned long idle;
};

struct shelf {
	int rows;
	struct {
		bool full;
		struct dev_pagemap map;
	} top;
	unsigned long idle;
};

void globals_setup(struct shelf *shelf, struct dev_pagemap_ops *given);
unsigned long globals_idle(struct page *page);

static void lamp_free(struct page *page, void *data)
{
	struct lamp *lamp = data;

	lamp->idle++;
}

static void desk_free(struct page *page, void *data)
{
	struct desk *desk;

	desk = data;
	desk->idle++;
}

static void shelf_free(struct page *page, void *data)
{
	((struct shelf *)data)->idle++;
}

static void shelf_free_slow(struct page *page, void *data)
{
	struct shelf *shelf = (struct shelf *)data;

	shelf->idle++;
}

static const struct dev_pagemap_ops lamp_ops = {
	.page_free = lamp_free,
};

static struct dev_pagemap_ops desk_ops;
static struct dev_pagemap_ops shelf_ops;

static struct lamp lamp = {
	.name = "lamp",
	.map = {
		.ops = &lamp_ops,
		.data = &lamp,
		.type = MEMORY_DEVICE_FS_DAX,
	},
};

static struct desk desk;

void globals_setup(struct shelf *shelf, struct dev_pagemap_ops *given)
{
	desk_ops.page_free = desk_free;
	shelf_ops.page_free = &shelf_free;
	given->page_free = shelf_free_slow;
	if (lamp.name)
		given->page_free = &shelf_free_slow;

	desk.map.ops = &desk_ops;
	desk.map.data = &desk;
	shelf->top.map.ops = &shelf_ops;
	shelf->top.map.data = shelf;
}

unsigned long globals_idle(struct page *page)
{
	struct desk *d = page->pgmap->data;

	return d->idle + lamp.idle;
}
