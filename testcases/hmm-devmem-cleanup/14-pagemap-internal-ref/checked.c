// SPDX-License-Identifier: GPL-2.0-only
/* A stand-in that looks at the count itself. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static void toy_put(void *data)
{
	struct dev_pagemap *map = data;

	if (map->ops && map->ops->kill)
		map->ops->kill(map);
	if (map->ops && map->ops->cleanup)
		map->ops->cleanup(map);
}

void *toy_map(struct device *dev, struct dev_pagemap *map)
{
	int err;

	if (WARN_ON(!map))
		return NULL;
	if (!map->ref || !map->ops || !map->ops->kill || !map->ops->cleanup)
		return ERR_PTR(-EINVAL);

	err = devm_add_action_or_reset(dev, toy_put, map);
	if (err)
		return ERR_PTR(err);
	return map;
}
