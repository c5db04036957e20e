// SPDX-License-Identifier: GPL-2.0-only
/* Whether the map is found after that is not known. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/xarray.h>

static DEFINE_XARRAY(some_array);

static void some_stop(struct dev_pagemap *map)
{
	if (map->ops && map->ops->kill)
		map->ops->kill(map);
	else
		percpu_ref_kill(map->ref);
}

static void some_reap(struct dev_pagemap *map)
{
	if (map->ops && map->ops->cleanup) {
		map->ops->cleanup(map);
	} else {
		wait_for_completion(&map->done);
		percpu_ref_exit(map->ref);
	}
}

static void some_idle(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct dev_pagemap, internal_ref)->done);
}

static void some_forget(struct resource *res)
{
	xa_store_range(&some_array, PHYS_PFN(res->start), PHYS_PFN(res->end),
		       NULL, GFP_KERNEL);
	synchronize_rcu();
}

void some_end(struct dev_pagemap *map, bool known)
{
	some_stop(map);
	some_reap(map);
	if (known)
		some_forget(&map->res);
}

void *some_map(struct device *dev, struct dev_pagemap *map)
{
	int err;

	if (!map->ref) {
		init_completion(&map->done);
		err = percpu_ref_init(&map->internal_ref, some_idle, 0,
				      GFP_KERNEL);
		if (err)
			return ERR_PTR(err);
		map->ref = &map->internal_ref;
	}
	err = xa_err(xa_store_range(&some_array, PHYS_PFN(map->res.start),
				    PHYS_PFN(map->res.end), map, GFP_KERNEL));
	return err ? ERR_PTR(err) : map;
}
