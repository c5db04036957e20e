// SPDX-License-Identifier: GPL-2.0-only
/* A core with other names, and a way out of its own. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/xarray.h>

static DEFINE_XARRAY(core_array);

static void core_stop(struct dev_pagemap *map)
{
	if (map->ops && map->ops->kill)
		map->ops->kill(map);
	else
		percpu_ref_kill(map->ref);
}

static void core_reap(struct dev_pagemap *map)
{
	if (map->ops && map->ops->cleanup) {
		map->ops->cleanup(map);
	} else {
		wait_for_completion(&map->done);
		percpu_ref_exit(map->ref);
	}
}

static void core_idle(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct dev_pagemap, internal_ref)->done);
}

static void core_forget(struct resource *res)
{
	xa_store_range(&core_array, PHYS_PFN(res->start), PHYS_PFN(res->end),
		       NULL, GFP_KERNEL);
	synchronize_rcu();
}

static void core_release(void *data)
{
	struct dev_pagemap *gone = data;

	core_stop(gone);
	core_reap(gone);
	/* nobody is in there any more */
	core_forget(&gone->res);
	dev_info(gone->dev, "gone\n");
}

/**
 * core_map - map it
 * @dev: the device
 * @map: the map
 */
void *core_map(struct device *dev, struct dev_pagemap *map)
{
	int err;

	if (!map->ref) {
		init_completion(&map->done);
		err = percpu_ref_init(&map->internal_ref, core_idle, 0,
				      GFP_KERNEL);
		if (err)
			return ERR_PTR(err);
		map->ref = &map->internal_ref;
	}
	if (resource_size(&map->res) < PAGE_SIZE) {
		/* a local patch */
		core_stop(map);
		core_reap(map);
		return ERR_PTR(-ERANGE);
	}
	map->dev = dev;
	err = xa_err(xa_store_range(&core_array, PHYS_PFN(map->res.start),
				    PHYS_PFN(map->res.end), map, GFP_KERNEL));
	if (err)
		goto undo;
	err = devm_add_action_or_reset(dev, core_release, map);
	return err ? ERR_PTR(err) : map;

undo:
	core_stop(map);
	core_reap(map);

	return ERR_PTR(err);
}
