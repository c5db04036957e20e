// SPDX-License-Identifier: GPL-2.0-only
/* All of it in one function each, and nothing undone. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/xarray.h>

static DEFINE_XARRAY(flat_array);

static void flat_idle(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct dev_pagemap, internal_ref)->done);
}

static void flat_release(void *data)
{
	struct dev_pagemap *map = data;

	percpu_ref_kill(&map->internal_ref);
	wait_for_completion(&map->done);
	percpu_ref_exit(&map->internal_ref);

	xa_store_range(&flat_array, PHYS_PFN(map->res.start),
		       PHYS_PFN(map->res.end), NULL, GFP_KERNEL);
	synchronize_rcu();
}

void *flat_map(struct device *dev, struct dev_pagemap *map)
{
	int err;

	if (!map->ref) {
		init_completion(&map->done);
		err = percpu_ref_init(&map->internal_ref, flat_idle, 0,
				      GFP_KERNEL);
		if (err)
			return ERR_PTR(err);
		map->ref = &map->internal_ref;
	}
	err = xa_err(xa_store_range(&flat_array, PHYS_PFN(map->res.start),
				    PHYS_PFN(map->res.end), map, GFP_KERNEL));
	err = devm_add_action_or_reset(dev, flat_release, map);
	return err ? ERR_PTR(err) : map;
}
