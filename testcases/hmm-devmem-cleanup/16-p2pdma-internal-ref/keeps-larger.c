// SPDX-License-Identifier: GPL-2.0-only
// The structure has more than the count: it is for another step.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/genalloc.h>
#include <linux/percpu-refcount.h>
#include <linux/completion.h>
#include <linux/memremap.h>

struct larger_pages {
	struct dev_pagemap pages;
	struct percpu_ref users;
	struct completion unused;
	int number;
};

static inline struct larger_pages *users_to_larger(struct percpu_ref *users)
{
	return container_of(users, struct larger_pages, users);
}

static void larger_unused(struct percpu_ref *users)
{
	complete(&users_to_larger(users)->unused);
}

static void larger_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void larger_cleanup(struct dev_pagemap *pgmap)
{
	wait_for_completion(&users_to_larger(pgmap->ref)->unused);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops larger_ops = {
	.kill = larger_kill,
	.cleanup = larger_cleanup,
};

int larger_add(struct device *dev, struct gen_pool *pool, struct resource *res);
int larger_add(struct device *dev, struct gen_pool *pool, struct resource *res)
{
	struct larger_pages *larger = devm_kzalloc(dev, sizeof(*larger), GFP_KERNEL);
	struct dev_pagemap *map;
	void *virt;
	int err;

	if (!larger)
		return -ENOMEM;
	err = percpu_ref_init(&larger->users, larger_unused, 0, GFP_KERNEL);
	if (err)
		goto free;
	init_completion(&larger->unused);

	map = &larger->pages;
	map->res = *res;
	map->ref = &larger->users;
	map->ops = &larger_ops;
	map->type = MEMORY_DEVICE_PCI_P2PDMA;
	virt = devm_memremap_pages(dev, map);
	if (IS_ERR(virt)) {
		err = PTR_ERR(virt);
		goto free;
	}

	err = gen_pool_add_owner(pool, (unsigned long)virt, res->start,
				 resource_size(res), dev_to_node(dev),
				 &larger->users);
	if (!err)
		return 0;
	devm_memunmap_pages(dev, &larger->pages);
free:
	devm_kfree(dev, larger);
	return err;
}
