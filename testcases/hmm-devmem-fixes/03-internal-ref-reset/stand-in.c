// SPDX-License-Identifier: GPL-2.0-only
/* No array: the count is all there is. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/xarray.h>

static void toy_stop(struct dev_pagemap *map)
{
	if (map->ops && map->ops->kill)
		map->ops->kill(map);
	else
		percpu_ref_kill(map->ref);
}

static void toy_reap(struct dev_pagemap *map)
{
	if (map->ops && map->ops->cleanup) {
		map->ops->cleanup(map);
	} else {
		wait_for_completion(&map->done);
		percpu_ref_exit(map->ref);
	}
}

static void toy_idle(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct dev_pagemap, internal_ref)->done);
}

static void toy_end(void *data)
{
	struct dev_pagemap *made_up = data;

	if (WARN_ON(!made_up))
		return;
	toy_stop(made_up);
	toy_reap(made_up);
}

void *toy_map(struct device *dev, struct dev_pagemap *map)
{
	int err;

	if (!map->ref) {
		init_completion(&map->done);
		err = percpu_ref_init(&map->internal_ref, toy_idle, 0,
				      GFP_KERNEL);
		if (err)
			return ERR_PTR(err);
		map->ref = &map->internal_ref;
	}
	err = devm_add_action_or_reset(dev, toy_end, map);
	if (err)
		return ERR_PTR(err);
	return map;
}
