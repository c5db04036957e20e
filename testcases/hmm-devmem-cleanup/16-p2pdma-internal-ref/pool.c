// SPDX-License-Identifier: GPL-2.0-only
// A pool that remembers the count; two pointers.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/genalloc.h>
#include <linux/percpu-refcount.h>
#include <linux/completion.h>
#include <linux/memremap.h>

struct bar_pages {
	struct dev_pagemap pages;
	struct percpu_ref users;
	struct completion unused;
};

static inline struct bar_pages *users_to_bar(struct percpu_ref *users)
{
	return container_of(users, struct bar_pages, users);
}

static void bar_unused(struct percpu_ref *users)
{
	complete(&users_to_bar(users)->unused);
}

static void bar_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void bar_cleanup(struct dev_pagemap *pgmap)
{
	wait_for_completion(&users_to_bar(pgmap->ref)->unused);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops bar_ops = {
	.kill = bar_kill,
	.cleanup = bar_cleanup,
};

int bar_add(struct device *dev, struct gen_pool *pool, struct resource *res);
int bar_add(struct device *dev, struct gen_pool *pool, struct resource *res)
{
	struct bar_pages *bar = devm_kzalloc(dev, sizeof(*bar), GFP_KERNEL);
	struct dev_pagemap *map;
	void *virt;
	int err;

	if (!bar)
		return -ENOMEM;
	err = percpu_ref_init(&bar->users, bar_unused, 0, GFP_KERNEL);
	if (err)
		goto free;
	init_completion(&bar->unused);

	map = &bar->pages;
	map->res = *res;
	map->ref = &bar->users;
	map->ops = &bar_ops;
	map->type = MEMORY_DEVICE_PCI_P2PDMA;
	virt = devm_memremap_pages(dev, map);
	if (IS_ERR(virt)) {
		err = PTR_ERR(virt);
		goto free;
	}

	err = gen_pool_add_owner(pool, (unsigned long)virt, res->start,
				 resource_size(res), dev_to_node(dev),
				 &bar->users);
	if (!err)
		return 0;
	devm_memunmap_pages(dev, &bar->pages);
free:
	devm_kfree(dev, bar);
	return err;
}
