// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/memremap.h>

struct gpu {
	struct device *dev;
	struct dev_pagemap map;
	void *base;
};

int by_member(struct gpu *gpu)
{
	gpu->map.type = MEMORY_DEVICE_PRIVATE;
	gpu->base = devm_memremap_pages(gpu->dev, &gpu->map);
	return !gpu->base;
}

int by_pointer(struct device *dev, struct dev_pagemap *map, int fast)
{
	map->flags = 0;
	if (fast)
		map->type = MEMORY_DEVICE_PRIVATE;
	else
		return 1;
	if (IS_ERR(devm_memremap_pages(dev, map)))
		return 2;
	return 0;
}

void *at_once(struct device *dev, struct gpu *gpu)
{
	gpu->map.type = MEMORY_DEVICE_PRIVATE;
	return devm_memremap_pages(dev, &gpu->map);
}

static struct dev_pagemap fixed = {
	.type = MEMORY_DEVICE_PRIVATE,
};

void *the_fixed(struct device *dev)
{
	void *addr;

	addr = devm_memremap_pages(dev, &fixed);
	return addr;
}
