// SPDX-License-Identifier: GPL-2.0-only
/* All errors go one way: a count of the owner's is reaped as well. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/xarray.h>

static void label_stop(struct dev_pagemap *map)
{
	if (map->ops && map->ops->kill)
		map->ops->kill(map);
	else
		percpu_ref_kill(map->ref);
}

static void label_reap(struct dev_pagemap *map)
{
	if (map->ops && map->ops->cleanup) {
		map->ops->cleanup(map);
	} else {
		wait_for_completion(&map->done);
		percpu_ref_exit(map->ref);
	}
}

static void label_idle(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct dev_pagemap, internal_ref)->done);
}

static void label_key_off(void *unused)
{
}

static int label_key(struct device *dev, struct dev_pagemap *map)
{
	if (!map->ops || !map->ops->page_free)
		return -EINVAL;
	return devm_add_action_or_reset(dev, label_key_off, NULL);
}

static void label_end(void *data)
{
	struct dev_pagemap *map = data;

	label_stop(map);
	label_reap(map);
}

void *label_map(struct device *dev, struct dev_pagemap *map)
{
	int err;

	if (!map->ref) {
		init_completion(&map->done);
		err = percpu_ref_init(&map->internal_ref, label_idle, 0,
				      GFP_KERNEL);
		if (err)
			return ERR_PTR(err);
		map->ref = &map->internal_ref;
	}
	err = label_key(dev, map);
	if (err)
		goto undo;
	err = devm_add_action(dev, label_end, map);
	if (err)
		goto undo;
	return map;

undo:
	label_stop(map);
	label_reap(map);
	return ERR_PTR(err);
}
