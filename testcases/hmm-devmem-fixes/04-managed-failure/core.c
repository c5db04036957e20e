// SPDX-License-Identifier: GPL-2.0-only
/* A core with other names, an order and a check of its own. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/xarray.h>

static void core_stop(struct dev_pagemap *map)
{
	if (map->ops && map->ops->kill)
		map->ops->kill(map);
	else
		percpu_ref_kill(map->ref);
}

static void core_reap(struct dev_pagemap *map)
{
	if (map->ops && map->ops->cleanup) {
		map->ops->cleanup(map);
	} else {
		wait_for_completion(&map->done);
		percpu_ref_exit(map->ref);
	}
}

static void core_idle(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct dev_pagemap, internal_ref)->done);
}

static void core_key_off(void *unused)
{
}

static int core_key(struct device *dev, struct dev_pagemap *map)
{
	if (!map->ops || !map->ops->page_free)
		return -EINVAL;
	return devm_add_action_or_reset(dev, core_key_off, NULL);
}

static void core_end(void *data)
{
	struct dev_pagemap *map = data;

	core_stop(map);
	core_reap(map);
}

/**
 * core_map - map it
 * @dev: the device
 * @map: the map
 */
void *core_map(struct device *dev, struct dev_pagemap *map)
{
	bool managed = map->type != MEMORY_DEVICE_DEVDAX;
	int err;

	if (!map->ref) {
		init_completion(&map->done);
		err = percpu_ref_init(&map->internal_ref, core_idle, 0,
				      GFP_KERNEL);
		if (err)
			return ERR_PTR(err);
		map->ref = &map->internal_ref;
	}
	if (resource_size(&map->res) < PAGE_SIZE) {
		dev_warn(dev, "too small\n");
		return ERR_PTR(-ERANGE);
	}
	if (managed && (err = core_key(dev, map)))
		return ERR_PTR(err);
	err = dev_to_node(dev);
	if (err < 0)
		goto undo;
	err = devm_add_action_or_reset(dev, core_end, map);
	if (err)
		return ERR_PTR(err);
	return map;

undo:
	core_stop(map);
	core_reap(map);
	return ERR_PTR(err);
}
