// SPDX-License-Identifier: GPL-2.0-only
// The pagemap is not part of anything.
#include <linux/mm.h>
#include <linux/memremap.h>

struct rack {
	struct dev_pagemap *map;
	unsigned long idle;
};

static void rack_free(struct page *page, void *data)
{
	struct rack *rack = data;

	rack->idle++;
}

static const struct dev_pagemap_ops rack_ops = {
	.page_free = rack_free,
};

void rack_setup(struct rack *rack);
void rack_setup(struct rack *rack)
{
	rack->map->ops = &rack_ops;
	rack->map->data = rack;
	if (rack->map->data)
		rack->idle = 0;
}
