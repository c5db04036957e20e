// SPDX-License-Identifier: GPL-2.0-only
/* The release of the count forgets it, too. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/xarray.h>

static void fresh_stop(struct dev_pagemap *map)
{
	if (map->ops && map->ops->kill)
		map->ops->kill(map);
	else
		percpu_ref_kill(map->ref);
}

static void fresh_reap(struct dev_pagemap *map)
{
	if (map->ops && map->ops->cleanup) {
		map->ops->cleanup(map);
	} else {
		wait_for_completion(&map->done);
		percpu_ref_exit(map->ref);
		map->ref = NULL;
	}
}

static void fresh_idle(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct dev_pagemap, internal_ref)->done);
}

static void fresh_key_off(void *unused)
{
}

static int fresh_key(struct device *dev, struct dev_pagemap *map)
{
	if (!map->ops || !map->ops->page_free)
		return -EINVAL;
	return devm_add_action_or_reset(dev, fresh_key_off, NULL);
}

static void fresh_end(void *data)
{
	struct dev_pagemap *map = data;

	fresh_stop(map);
	fresh_reap(map);
}

void *fresh_map(struct device *dev, struct dev_pagemap *map)
{
	int err;

	if (!map->ref) {
		init_completion(&map->done);
		err = percpu_ref_init(&map->internal_ref, fresh_idle, 0,
				      GFP_KERNEL);
		if (err)
			return ERR_PTR(err);
		map->ref = &map->internal_ref;
	}
	err = fresh_key(dev, map);
	if (err) {
		/* a local patch: say so */
		dev_warn(dev, "no key\n");
		return ERR_PTR(err);
	}
	err = devm_add_action_or_reset(dev, fresh_end, map);
	return err ? ERR_PTR(err) : map;
}
