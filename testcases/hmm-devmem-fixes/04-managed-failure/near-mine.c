// SPDX-License-Identifier: GPL-2.0-only
/* Mended already, in words of its own: that is told. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/xarray.h>

static void mine_stop(struct dev_pagemap *map)
{
	if (map->ops && map->ops->kill)
		map->ops->kill(map);
	else
		percpu_ref_kill(map->ref);
}

static void mine_reap(struct dev_pagemap *map)
{
	if (map->ops && map->ops->cleanup) {
		map->ops->cleanup(map);
	} else {
		wait_for_completion(&map->done);
		percpu_ref_exit(map->ref);
	}
}

static void mine_idle(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct dev_pagemap, internal_ref)->done);
}

static void mine_key_off(void *unused)
{
}

static int mine_key(struct device *dev, struct dev_pagemap *map)
{
	if (!map->ops || !map->ops->page_free)
		return -EINVAL;
	return devm_add_action_or_reset(dev, mine_key_off, NULL);
}

static void mine_end(void *data)
{
	struct dev_pagemap *map = data;

	mine_stop(map);
	mine_reap(map);
}

void *mine_map(struct device *dev, struct dev_pagemap *map)
{
	bool own = !map->ref;
	int err;

	if (!map->ref) {
		init_completion(&map->done);
		err = percpu_ref_init(&map->internal_ref, mine_idle, 0,
				      GFP_KERNEL);
		if (err)
			return ERR_PTR(err);
		map->ref = &map->internal_ref;
	}
	err = mine_key(dev, map);
	if (err) {
		if (own) {
			mine_end(map);
			map->ref = NULL;
		}
		return ERR_PTR(err);
	}
	err = devm_add_action_or_reset(dev, mine_end, map);
	return err ? ERR_PTR(err) : map;
}
