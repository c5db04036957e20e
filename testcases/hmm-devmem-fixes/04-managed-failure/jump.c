// SPDX-License-Identifier: GPL-2.0-only
/* One way out for all, and the success takes it, too. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/xarray.h>

static void jump_stop(struct dev_pagemap *map)
{
	if (map->ops && map->ops->kill)
		map->ops->kill(map);
	else
		percpu_ref_kill(map->ref);
}

static void jump_reap(struct dev_pagemap *map)
{
	if (map->ops && map->ops->cleanup) {
		map->ops->cleanup(map);
	} else {
		wait_for_completion(&map->done);
		percpu_ref_exit(map->ref);
	}
}

static void jump_idle(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct dev_pagemap, internal_ref)->done);
}

static void jump_key_off(void *unused)
{
}

static int jump_key(struct device *dev, struct dev_pagemap *map)
{
	if (!map->ops || !map->ops->page_free)
		return -EINVAL;
	return devm_add_action_or_reset(dev, jump_key_off, NULL);
}

static void jump_end(void *data)
{
	struct dev_pagemap *map = data;

	jump_stop(map);
	jump_reap(map);
}

int jump_map(struct device *dev, struct dev_pagemap *map)
{
	int err = -EINVAL;

	if (!dev)
		goto out;
	if (!map->ref) {
		init_completion(&map->done);
		err = percpu_ref_init(&map->internal_ref, jump_idle, 0,
				      GFP_KERNEL);
		if (err)
			return err;
		map->ref = &map->internal_ref;
	}
	err = jump_key(dev, map);
	if (err)
		goto out;
	/* from here on it is the device's */
	err = devm_add_action_or_reset(dev, jump_end, map);
out:
	return err;
}
