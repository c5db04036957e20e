// SPDX-License-Identifier: GPL-2.0-only
/* There is no variable for an error. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static void noerr_release(void *data)
{
	struct dev_pagemap *map = data;

	map->ops->kill(map);
	map->ops->cleanup(map);
}

int noerr_map(struct device *dev, struct dev_pagemap *map);

int noerr_map(struct device *dev, struct dev_pagemap *map)
{
	if (!map->ref || !map->ops || !map->ops->kill || !map->ops->cleanup)
		return -EINVAL;
	return devm_add_action_or_reset(dev, noerr_release, map);
}
