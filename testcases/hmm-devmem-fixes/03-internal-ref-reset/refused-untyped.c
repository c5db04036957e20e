// SPDX-License-Identifier: GPL-2.0-only
/* A map that is handed on as it came. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/xarray.h>

static void bare_stop(struct dev_pagemap *map)
{
	if (map->ops && map->ops->kill)
		map->ops->kill(map);
	else
		percpu_ref_kill(map->ref);
}

static void bare_reap(struct dev_pagemap *map)
{
	if (map->ops && map->ops->cleanup) {
		map->ops->cleanup(map);
	} else {
		wait_for_completion(&map->done);
		percpu_ref_exit(map->ref);
	}
}

static void bare_idle(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct dev_pagemap, internal_ref)->done);
}

static void bare_release(void *data)
{
	bare_reap(data);
}

void *bare_map(struct device *dev, struct dev_pagemap *map)
{
	int err;

	if (!map->ref) {
		init_completion(&map->done);
		err = percpu_ref_init(&map->internal_ref, bare_idle, 0,
				      GFP_KERNEL);
		if (err)
			return ERR_PTR(err);
		map->ref = &map->internal_ref;
	}
	err = devm_add_action_or_reset(dev, bare_release, map);
	if (err)
		return ERR_PTR(err);
	bare_stop(map);
	return map;
}
