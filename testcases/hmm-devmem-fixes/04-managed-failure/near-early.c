// SPDX-License-Identifier: GPL-2.0-only
/* The key first; and a stand-in that needs none. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/xarray.h>

static void early_stop(struct dev_pagemap *map)
{
	if (map->ops && map->ops->kill)
		map->ops->kill(map);
	else
		percpu_ref_kill(map->ref);
}

static void early_reap(struct dev_pagemap *map)
{
	if (map->ops && map->ops->cleanup) {
		map->ops->cleanup(map);
	} else {
		wait_for_completion(&map->done);
		percpu_ref_exit(map->ref);
	}
}

static void early_idle(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct dev_pagemap, internal_ref)->done);
}

static void early_key_off(void *unused)
{
}

static int early_key(struct device *dev, struct dev_pagemap *map)
{
	if (!map->ops || !map->ops->page_free)
		return -EINVAL;
	return devm_add_action_or_reset(dev, early_key_off, NULL);
}

static void early_end(void *data)
{
	struct dev_pagemap *map = data;

	early_stop(map);
	early_reap(map);
}

void *early_map(struct device *dev, struct dev_pagemap *map)
{
	int err;

	err = early_key(dev, map);
	if (err)
		return ERR_PTR(err);
	if (!map->ref) {
		init_completion(&map->done);
		err = percpu_ref_init(&map->internal_ref, early_idle, 0,
				      GFP_KERNEL);
		if (err)
			return ERR_PTR(err);
		map->ref = &map->internal_ref;
	}
	err = devm_add_action_or_reset(dev, early_end, map);
	if (err)
		return ERR_PTR(err);
	return map;
}
