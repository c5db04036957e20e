// SPDX-License-Identifier: GPL-2.0-only
/* A stand-in that has been written for a count of its own. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

#include <linux/completion.h>

static int done_maps;

static void dev_pagemap_kill(struct dev_pagemap *map)
{
	map->ops->kill(map);
}

static void done_release(void *data)
{
	struct dev_pagemap *map = data;

	dev_pagemap_kill(map);
	map->ops->cleanup(map);
}

int done_map(struct device *dev, struct dev_pagemap *map);

int done_map(struct device *dev, struct dev_pagemap *map)
{
	int err;

	if (!map->ref)
		return done_maps;
	if (!map->ops || !map->ops->kill || !map->ops->cleanup)
		return -EINVAL;
	err = devm_add_action_or_reset(dev, done_release, map);
	return err;
}
