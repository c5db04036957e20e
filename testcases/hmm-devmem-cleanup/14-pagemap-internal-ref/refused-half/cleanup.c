// SPDX-License-Identifier: GPL-2.0-only
/* Half of a core: the other half is not in this file. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static void half_cleanup(void *data)
{
	struct dev_pagemap *map = data;

	map->ops->cleanup(map);
}

void *devm_memremap_pages(struct device *dev, struct dev_pagemap *map)
{
	int error;

	if (!map->ref || !map->ops || !map->ops->cleanup)
		return ERR_PTR(-EINVAL);
	error = devm_add_action_or_reset(dev, half_cleanup, map);
	return error ? ERR_PTR(error) : map;
}
EXPORT_SYMBOL_GPL(devm_memremap_pages);
