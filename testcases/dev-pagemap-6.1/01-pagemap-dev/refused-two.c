// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/memremap.h>

struct pair {
	struct device *dev;
	struct dev_pagemap left, right;
};

struct third {
	struct dev_pagemap map;
};

int pair_map(struct pair *p)
{
	devm_memremap_pages(p->dev, &p->left);
	devm_memremap_pages(p->dev, &p->right);
	return 0;
}

struct device *which(struct dev_pagemap *map, struct third *t)
{
	if (map == &t->map)
		return t->map.dev;
	map->dev = 0;
	return map->dev;
}
