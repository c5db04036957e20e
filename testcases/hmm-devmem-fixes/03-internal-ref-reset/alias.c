// SPDX-License-Identifier: GPL-2.0-only
/* The count has another name. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/xarray.h>

static void alias_stop(struct dev_pagemap *map)
{
	if (map->ops && map->ops->kill)
		map->ops->kill(map);
	else
		percpu_ref_kill(map->ref);
}

static void alias_reap(struct dev_pagemap *map)
{
	if (map->ops && map->ops->cleanup) {
		map->ops->cleanup(map);
	} else {
		wait_for_completion(&map->done);
		percpu_ref_exit(map->ref);
	}
}

static void alias_idle(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct dev_pagemap, internal_ref)->done);
}

static void alias_end(void *data)
{
	struct dev_pagemap *map = data;

	alias_stop(map);
	alias_reap(map);
}

void *alias_map(struct device *dev, struct dev_pagemap *map)
{
	int err;
	struct percpu_ref *count = &map->internal_ref;

	if (!map->ref) {
		init_completion(&map->done);
		err = percpu_ref_init(&map->internal_ref, alias_idle, 0,
				      GFP_KERNEL);
		if (err)
			return ERR_PTR(err);
		map->ref = count;
	}
	err = devm_add_action_or_reset(dev, alias_end, map);
	return err ? ERR_PTR(err) : map;
}
