// SPDX-License-Identifier: GPL-2.0-only
/* The error of the action is lost. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static void lose_release(void *data)
{
	struct dev_pagemap *map = data;

	map->ops->kill(map);
	map->ops->cleanup(map);
}

int lose_map(struct device *dev, struct dev_pagemap *map);

int lose_map(struct device *dev, struct dev_pagemap *map)
{
	if (devm_add_action(dev, lose_release, map))
		return -ENOMEM;
	return 0;
}
