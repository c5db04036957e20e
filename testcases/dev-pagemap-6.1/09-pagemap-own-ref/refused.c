// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/memremap.h>

struct store {
	struct device *dev;
	struct percpu_ref users;
	struct completion gone;
	struct dev_pagemap map;
};

static void store_gone(struct percpu_ref *ref)
{
	struct store *store = container_of(ref, struct store, users);

	complete(&store->gone);
}

static void store_kill(struct dev_pagemap *map)
{
	percpu_ref_kill(map->ref);
}

static void store_wait(struct dev_pagemap *map)
{
	struct store *store = container_of(map, struct store, map);

	wait_for_completion(&store->gone);
	percpu_ref_exit(map->ref);
}

static const struct dev_pagemap_ops store_ops = {
	.kill = store_kill,
	.cleanup = store_wait,
};

int store_map(struct store *store)
{
	int ret;

	init_completion(&store->gone);
	ret = percpu_ref_init(&store->users, store_gone, 0, GFP_KERNEL);
	if (ret)
		return ret;
	store->map.ref = &store->users;
	store->map.ops = &store_ops;
	return PTR_ERR_OR_ZERO(devm_memremap_pages(store->dev, &store->map));
}

int store_hold(struct store *store)
{
	return percpu_ref_tryget_live(&store->users);
}
