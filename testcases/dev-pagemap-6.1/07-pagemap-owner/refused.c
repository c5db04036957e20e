// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/memremap.h>

struct device *get_a_device(void);

void only_typed(struct dev_pagemap *map)
{
	map->type = MEMORY_DEVICE_PRIVATE;
}

void *by_call(struct dev_pagemap *map)
{
	map->type = MEMORY_DEVICE_PRIVATE;
	return devm_memremap_pages(get_a_device(), map);
}
