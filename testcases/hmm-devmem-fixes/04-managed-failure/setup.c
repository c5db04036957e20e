// SPDX-License-Identifier: GPL-2.0-only
/* What sets the count up fails behind it. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/xarray.h>

static void inside_stop(struct dev_pagemap *map)
{
	if (map->ops && map->ops->kill)
		map->ops->kill(map);
	else
		percpu_ref_kill(map->ref);
}

static void inside_reap(struct dev_pagemap *map)
{
	if (map->ops && map->ops->cleanup) {
		map->ops->cleanup(map);
	} else {
		wait_for_completion(&map->done);
		percpu_ref_exit(map->ref);
	}
}

static void inside_idle(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct dev_pagemap, internal_ref)->done);
}

static void inside_key_off(void *unused)
{
}

static int inside_key(struct device *dev, struct dev_pagemap *map)
{
	if (!map->ops || !map->ops->page_free)
		return -EINVAL;
	return devm_add_action_or_reset(dev, inside_key_off, NULL);
}

static void inside_end(void *data)
{
	struct dev_pagemap *map = data;

	inside_stop(map);
	inside_reap(map);
}

static int inside_setup(struct device *dev, struct dev_pagemap *map)
{
	int err;

	if (!map->ref) {
		init_completion(&map->done);
		err = percpu_ref_init(&map->internal_ref, inside_idle, 0,
				      GFP_KERNEL);
		if (err)
			return err;
		map->ref = &map->internal_ref;
	}
	err = inside_key(dev, map);
	if (err)
		return err;
	return 0;
}

void *inside_map(struct device *dev, struct dev_pagemap *map)
{
	int err;

	if (inside_setup(dev, map))
		return ERR_PTR(-EINVAL);
	err = devm_add_action_or_reset(dev, inside_end, map);
	return err ? ERR_PTR(err) : map;
}
