// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/memremap.h>

/* Not private; or somebody asks for private memory. */
void *other(struct device *dev, struct dev_pagemap *map)
{
	map->type = MEMORY_DEVICE_FS_DAX;
	if (map->type == MEMORY_DEVICE_PRIVATE)
		return 0;
	return devm_memremap_pages(dev, map);
}
