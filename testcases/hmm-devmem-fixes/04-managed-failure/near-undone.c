// SPDX-License-Identifier: GPL-2.0-only
/* Mended already, by a function. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/xarray.h>

static void undone_stop(struct dev_pagemap *map)
{
	if (map->ops && map->ops->kill)
		map->ops->kill(map);
	else
		percpu_ref_kill(map->ref);
}

static void undone_reap(struct dev_pagemap *map)
{
	if (map->ops && map->ops->cleanup) {
		map->ops->cleanup(map);
	} else {
		wait_for_completion(&map->done);
		percpu_ref_exit(map->ref);
	}
}

static void undone_idle(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct dev_pagemap, internal_ref)->done);
}

static void undone_key_off(void *unused)
{
}

static int undone_key(struct device *dev, struct dev_pagemap *map)
{
	if (!map->ops || !map->ops->page_free)
		return -EINVAL;
	return devm_add_action_or_reset(dev, undone_key_off, NULL);
}

static void undone_end(void *data)
{
	struct dev_pagemap *map = data;

	undone_stop(map);
	undone_reap(map);
}

static void undone_undo(struct dev_pagemap *map)
{
	if (map->ref != &map->internal_ref)
		return;
	undone_end(map);
	map->ref = NULL;
}

void *undone_map(struct device *dev, struct dev_pagemap *map)
{
	int err;

	if (!map->ref) {
		init_completion(&map->done);
		err = percpu_ref_init(&map->internal_ref, undone_idle, 0,
				      GFP_KERNEL);
		if (err)
			return ERR_PTR(err);
		map->ref = &map->internal_ref;
	}
	err = undone_key(dev, map);
	if (err) {
		undone_undo(map);
		return ERR_PTR(err);
	}
	err = devm_add_action_or_reset(dev, undone_end, map);
	return err ? ERR_PTR(err) : map;
}
