// SPDX-License-Identifier: GPL-2.0-only
// A reference is taken.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/genalloc.h>
#include <linux/percpu-refcount.h>
#include <linux/completion.h>
#include <linux/memremap.h>

struct holder_pages {
	struct dev_pagemap pages;
	struct percpu_ref users;
	struct completion unused;
};

static inline struct holder_pages *users_to_holder(struct percpu_ref *users)
{
	return container_of(users, struct holder_pages, users);
}

static void holder_unused(struct percpu_ref *users)
{
	complete(&users_to_holder(users)->unused);
}

static void holder_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void holder_cleanup(struct dev_pagemap *pgmap)
{
	wait_for_completion(&users_to_holder(pgmap->ref)->unused);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops holder_ops = {
	.kill = holder_kill,
	.cleanup = holder_cleanup,
};

int holder_add(struct device *dev, struct gen_pool *pool, struct resource *res);
int holder_add(struct device *dev, struct gen_pool *pool, struct resource *res)
{
	struct holder_pages *holder = devm_kzalloc(dev, sizeof(*holder), GFP_KERNEL);
	struct dev_pagemap *map;
	void *virt;
	int err;

	if (!holder)
		return -ENOMEM;
	err = percpu_ref_init(&holder->users, holder_unused, 0, GFP_KERNEL);
	if (err)
		goto free;
	init_completion(&holder->unused);

	map = &holder->pages;
	map->res = *res;
	map->ref = &holder->users;
	map->ops = &holder_ops;
	map->type = MEMORY_DEVICE_PCI_P2PDMA;
	virt = devm_memremap_pages(dev, map);
	if (IS_ERR(virt)) {
		err = PTR_ERR(virt);
		goto free;
	}

	err = gen_pool_add_owner(pool, (unsigned long)virt, res->start,
				 resource_size(res), dev_to_node(dev),
				 &holder->users);
	if (!err)
		percpu_ref_get_many(&holder->users, 1);
	devm_memunmap_pages(dev, &holder->pages);
free:
	devm_kfree(dev, holder);
	return err;
}
