// SPDX-License-Identifier: GPL-2.0-only
/* A core under test that tells all that there is to tell. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static void told_release(void *data)
{
	struct dev_pagemap *map = data;

	map->ops->kill(map);
	map->ops->cleanup(map);
}

/**
 * devm_memremap_pages - map
 * @dev: the device
 * @map: the map; without ref it has a reference count of its own
 */
void *devm_memremap_pages(struct device *dev, struct dev_pagemap *map)
{
	int error;

	if (!map->ref || !map->ops || !map->ops->kill || !map->ops->cleanup)
		return ERR_PTR(-EINVAL);
	error = devm_add_action_or_reset(dev, told_release, map);
	return error ? ERR_PTR(error) : map;
}
