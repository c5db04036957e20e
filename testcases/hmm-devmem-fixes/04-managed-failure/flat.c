// SPDX-License-Identifier: GPL-2.0-only
/* No functions for the end of a count, and none for the key. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/xarray.h>

static void flat_idle(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct dev_pagemap, internal_ref)->done);
}

static void flat_end(void *data)
{
	struct dev_pagemap *map = data;

	percpu_ref_kill(&map->internal_ref);
	wait_for_completion(&map->done);
	percpu_ref_exit(&map->internal_ref);
}

void *flat_map(struct device *dev, struct dev_pagemap *map)
{
	int err;

	if (!map->ref) {
		init_completion(&map->done);
		err = percpu_ref_init(&map->internal_ref, flat_idle, 0,
				      GFP_KERNEL);
		if (err)
			return ERR_PTR(err);
		map->ref = &map->internal_ref;
	}
	if (map->type == MEMORY_DEVICE_PRIVATE)
		if (!map->ops || !map->ops->page_free)
			return ERR_PTR(-EINVAL);
	err = devm_add_action_or_reset(dev, flat_end, map);
	return err ? ERR_PTR(err) : map;
}
