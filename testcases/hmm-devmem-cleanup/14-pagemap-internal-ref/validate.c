// SPDX-License-Identifier: GPL-2.0-only
/* A map is looked at, and nothing of it called. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int validate(struct device *dev, struct dev_pagemap *map);

int validate(struct device *dev, struct dev_pagemap *map)
{
	int err = 0;

	if (!map->ref || !map->ops || !map->ops->kill || !map->ops->cleanup)
		return -EINVAL;
	dev_info(dev, "kill and cleanup are there\n");
	return err;
}
