// SPDX-License-Identifier: GPL-2.0-only
/* A function between, and a branch without braces. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/xarray.h>

static DEFINE_XARRAY(deep_array);

static void deep_stop(struct dev_pagemap *map)
{
	if (map->ops && map->ops->kill)
		map->ops->kill(map);
	else
		percpu_ref_kill(map->ref);
}

static void deep_reap(struct dev_pagemap *map)
{
	if (map->ops && map->ops->cleanup) {
		map->ops->cleanup(map);
	} else {
		wait_for_completion(&map->done);
		percpu_ref_exit(map->ref);
	}
}

static void deep_idle(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct dev_pagemap, internal_ref)->done);
}

static void deep_forget(struct resource *res)
{
	xa_store_range(&deep_array, PHYS_PFN(res->start), PHYS_PFN(res->end),
		       NULL, GFP_KERNEL);
	synchronize_rcu();
}

static void deep_finish(struct dev_pagemap *map)
{
	deep_stop(map);
	deep_reap(map);
}

static void deep_release(void *data)
{
	struct dev_pagemap *map = data;

	deep_forget(&map->res);
	deep_finish(map);
}

void deep_unmap(struct dev_pagemap *map, bool found)
{
	if (!found)
		deep_finish(map);
	else
		dev_info(map->dev, "stays\n");
}

void *deep_map(struct device *dev, struct dev_pagemap *map)
{
	int err;

	if (!map->ref) {
		init_completion(&map->done);
		err = percpu_ref_init(&map->internal_ref, deep_idle, 0,
				      GFP_KERNEL);
		if (err)
			return ERR_PTR(err);
		map->ref = &map->internal_ref;
	}
	err = xa_err(xa_store_range(&deep_array, PHYS_PFN(map->res.start),
				    PHYS_PFN(map->res.end), map, GFP_KERNEL));
	if (err) {
		deep_finish(map);
		return ERR_PTR(err);
	}
	err = devm_add_action(dev, deep_release, map);
	if (err) {
		deep_finish(map);
		deep_forget(&map->res);
		return ERR_PTR(err);
	}
	return map;
}
