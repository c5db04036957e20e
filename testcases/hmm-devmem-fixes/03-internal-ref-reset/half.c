// SPDX-License-Identifier: GPL-2.0-only
/* One way is in order, by a function that is there; the other is not. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/xarray.h>

static DEFINE_XARRAY(half_array);

static void half_stop(struct dev_pagemap *map)
{
	if (map->ops && map->ops->kill)
		map->ops->kill(map);
	else
		percpu_ref_kill(map->ref);
}

static void half_reap(struct dev_pagemap *map)
{
	if (map->ops && map->ops->cleanup) {
		map->ops->cleanup(map);
	} else {
		wait_for_completion(&map->done);
		percpu_ref_exit(map->ref);
	}
}

static void half_idle(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct dev_pagemap, internal_ref)->done);
}

static void half_forget(struct resource *res)
{
	xa_store_range(&half_array, PHYS_PFN(res->start), PHYS_PFN(res->end),
		       NULL, GFP_KERNEL);
	synchronize_rcu();
}

static void half_fresh(struct dev_pagemap *map)
{
	if (map->ref == &map->internal_ref)
		map->ref = NULL;
}

static void half_release(void *data)
{
	struct dev_pagemap *map = data;

	half_stop(map);
	half_reap(map);
	half_forget(&map->res);
	half_fresh(map);
}

void *half_map(struct device *dev, struct dev_pagemap *map)
{
	int err;

	if (!map->ref) {
		init_completion(&map->done);
		err = percpu_ref_init(&map->internal_ref, half_idle, 0,
				      GFP_KERNEL);
		if (err)
			return ERR_PTR(err);
		map->ref = &map->internal_ref;
	}
	err = xa_err(xa_store_range(&half_array, PHYS_PFN(map->res.start),
				    PHYS_PFN(map->res.end), map, GFP_KERNEL));
	if (err)
		goto undo;
	err = devm_add_action_or_reset(dev, half_release, map);
	return err ? ERR_PTR(err) : map;

undo:
	half_stop(map);
	half_reap(map);
	return ERR_PTR(err);
}
