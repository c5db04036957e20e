// SPDX-License-Identifier: GPL-2.0-only
/* What the key answers is what the function answers. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/xarray.h>

static void tail_stop(struct dev_pagemap *map)
{
	if (map->ops && map->ops->kill)
		map->ops->kill(map);
	else
		percpu_ref_kill(map->ref);
}

static void tail_reap(struct dev_pagemap *map)
{
	if (map->ops && map->ops->cleanup) {
		map->ops->cleanup(map);
	} else {
		wait_for_completion(&map->done);
		percpu_ref_exit(map->ref);
	}
}

static void tail_idle(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct dev_pagemap, internal_ref)->done);
}

static void tail_key_off(void *unused)
{
}

static int tail_key(struct device *dev, struct dev_pagemap *map)
{
	if (!map->ops || !map->ops->page_free)
		return -EINVAL;
	return devm_add_action_or_reset(dev, tail_key_off, NULL);
}

static void tail_end(void *data)
{
	struct dev_pagemap *map = data;

	tail_stop(map);
	tail_reap(map);
}

static int tail_setup(struct device *dev, struct dev_pagemap *map)
{
	int err;

	if (!map->ref) {
		init_completion(&map->done);
		err = percpu_ref_init(&map->internal_ref, tail_idle, 0,
				      GFP_KERNEL);
		if (err)
			return err;
		map->ref = &map->internal_ref;
	}
	return tail_key(dev, map);
}

void *tail_map(struct device *dev, struct dev_pagemap *map)
{
	int err;

	err = tail_setup(dev, map);
	if (err)
		return ERR_PTR(err);
	err = devm_add_action_or_reset(dev, tail_end, map);
	return err ? ERR_PTR(err) : map;
}
