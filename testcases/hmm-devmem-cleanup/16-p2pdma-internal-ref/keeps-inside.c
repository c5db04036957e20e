// SPDX-License-Identifier: GPL-2.0-only
// The wrapper is part of something.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/genalloc.h>
#include <linux/percpu-refcount.h>
#include <linux/completion.h>
#include <linux/memremap.h>

struct inside_pages {
	struct dev_pagemap pages;
	struct percpu_ref users;
	struct completion unused;
};

static inline struct inside_pages *users_to_inside(struct percpu_ref *users)
{
	return container_of(users, struct inside_pages, users);
}

static void inside_unused(struct percpu_ref *users)
{
	complete(&users_to_inside(users)->unused);
}

static void inside_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void inside_cleanup(struct dev_pagemap *pgmap)
{
	wait_for_completion(&users_to_inside(pgmap->ref)->unused);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops inside_ops = {
	.kill = inside_kill,
	.cleanup = inside_cleanup,
};

struct inside_card {
	struct inside_pages pages;
};

int inside_add(struct device *dev, struct gen_pool *pool, struct resource *res);
int inside_add(struct device *dev, struct gen_pool *pool, struct resource *res)
{
	struct inside_pages *inside = devm_kzalloc(dev, sizeof(*inside), GFP_KERNEL);
	struct dev_pagemap *map;
	void *virt;
	int err;

	if (!inside)
		return -ENOMEM;
	err = percpu_ref_init(&inside->users, inside_unused, 0, GFP_KERNEL);
	if (err)
		goto free;
	init_completion(&inside->unused);

	map = &inside->pages;
	map->res = *res;
	map->ref = &inside->users;
	map->ops = &inside_ops;
	map->type = MEMORY_DEVICE_PCI_P2PDMA;
	virt = devm_memremap_pages(dev, map);
	if (IS_ERR(virt)) {
		err = PTR_ERR(virt);
		goto free;
	}

	err = gen_pool_add_owner(pool, (unsigned long)virt, res->start,
				 resource_size(res), dev_to_node(dev),
				 &inside->users);
	if (!err)
		return 0;
	devm_memunmap_pages(dev, &inside->pages);
free:
	devm_kfree(dev, inside);
	return err;
}
