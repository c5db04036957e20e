// SPDX-License-Identifier: GPL-2.0-only
/* What waits stands above what stops; two actions, and others of the map. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct apart_ops {
	int (*kill)(void);
};

struct apart {
	const struct apart_ops *ops;
};

int apart_later(struct device *dev, void (*f)(void *), void *data);
int apart_map(struct device *dev, struct dev_pagemap *map, struct apart *a);

static void apart_note(void *data)
{
	struct dev_pagemap *map = data;

	dev_info(map->dev, "gone\n");
}

static void apart_wait(void *data)
{
	static struct apart_ops none;
	static struct apart apart = { .ops = &none };
	struct dev_pagemap *map = data;

	WARN_ON(!apart.ops || !apart.ops->kill);
	WARN_ON((!map->dev || !map->ref) || resource_size(&map->res) >
		PAGE_SIZE || !map->ops->cleanup);
	map->ops->cleanup(map);
}

static void apart_stop(void *data)
{
	struct dev_pagemap *map = data;
	struct apart *a = map->dev ? NULL : data;

	if (a)
		WARN_ON(!a->ops->kill || !a->ops);
	WARN_ON(!map->dev || (!map->ref || resource_size(&map->res) == 0));
	map->ops->kill(map);
}

int apart_map(struct device *dev, struct dev_pagemap *map, struct apart *a)
{
	int rc;

	WARN_ON(!a->ops->kill);
	if (!map->ref || !map->ops || !map->ops->kill || !map->ops->cleanup)
		return -EINVAL;

	rc = devm_add_action_or_reset(dev, apart_note, map);
	if (rc)
		return rc;
	rc = apart_later(dev, apart_stop, map);
	if (rc)
		return rc;
	if (devm_add_action(dev, apart_wait, map))
		return -ENOMEM;
	return rc;
}
