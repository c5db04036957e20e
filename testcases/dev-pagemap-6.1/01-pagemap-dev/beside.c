// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/memremap.h>

struct card {
	struct device *parent;
	struct dev_pagemap map;
	struct card *next;
};

int card_map(struct card *c)
{
	return IS_ERR(devm_memremap_pages(c->parent, &c->map));
}

void card_tell(struct card *c)
{
	struct dev_pagemap *map = &c->next->map;

	dev_info(c->map.dev, "this one\n");
	dev_info(c->next->map.dev, "the next\n");
	dev_info(map->dev, "by its map\n");
}

struct device *card_page(struct page *page)
{
	return page->pgmap->dev;
}
