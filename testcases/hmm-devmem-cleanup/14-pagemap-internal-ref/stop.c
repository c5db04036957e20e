// SPDX-License-Identifier: GPL-2.0-only
/* What stops stands above what waits; they are given to others, too. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int stop_later(struct device *dev, void (*f)(void *), void *data);
int stop_map(struct device *dev, struct dev_pagemap *map);

static void stop_note(void *data)
{
	struct dev_pagemap *map = data;

	dev_info(map->dev, "gone\n");
}

static void stop_now(void *data)
{
	struct dev_pagemap *map = data;

	map->ops->kill(map);
}

static void stop_wait(void *data)
{
	struct dev_pagemap *map = data;

	if (map->ops->cleanup)
		map->ops->cleanup(map);
}

static void stop_all(void *data)
{
	stop_now(data);
	stop_wait(data);
}

int stop_map(struct device *dev, struct dev_pagemap *map)
{
	int err;

	err = stop_later(dev, stop_now, map);
	if (err)
		return err;
	if (stop_later(dev, stop_now, map) ||
	    devm_add_action(dev, stop_note, map))
		return -ENOMEM;
	err = devm_add_action_or_reset(dev, stop_note, map);
	if (err)
		return err;
	err = devm_add_action(dev, stop_wait, map);
	if (err)
		stop_all(map);
	return err;
}
