// SPDX-License-Identifier: GPL-2.0-only
// The pool learns the count before there is a mapping.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/genalloc.h>
#include <linux/percpu-refcount.h>
#include <linux/completion.h>
#include <linux/memremap.h>

struct early_pages {
	struct dev_pagemap pages;
	struct percpu_ref users;
	struct completion unused;
};

static inline struct early_pages *users_to_early(struct percpu_ref *users)
{
	return container_of(users, struct early_pages, users);
}

static void early_unused(struct percpu_ref *users)
{
	complete(&users_to_early(users)->unused);
}

static void early_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void early_cleanup(struct dev_pagemap *pgmap)
{
	wait_for_completion(&users_to_early(pgmap->ref)->unused);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops early_ops = {
	.kill = early_kill,
	.cleanup = early_cleanup,
};

int early_add(struct device *dev, struct gen_pool *pool, struct resource *res);
int early_add(struct device *dev, struct gen_pool *pool, struct resource *res)
{
	struct early_pages *early = devm_kzalloc(dev, sizeof(*early), GFP_KERNEL);
	struct dev_pagemap *map;
	void *virt;
	int err;

	if (!early)
		return -ENOMEM;
	err = percpu_ref_init(&early->users, early_unused, 0, GFP_KERNEL);
	if (err)
		goto free;
	init_completion(&early->unused);

	map = &early->pages;
	map->res = *res;
	map->ref = &early->users;
	map->ops = &early_ops;
	map->type = MEMORY_DEVICE_PCI_P2PDMA;
	err = gen_pool_add_owner(pool, 0, res->start, resource_size(res),
				 dev_to_node(dev), &early->users);
	virt = devm_memremap_pages(dev, map);
	if (!err && !IS_ERR(virt))
		return 0;
free:
	devm_kfree(dev, early);
	return err;
}
