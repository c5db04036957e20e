// SPDX-License-Identifier: GPL-2.0-only
// A macro in place of a function that finds the structure.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/memremap.h>
#include <linux/slab.h>

struct bowl {
	int id;
	struct completion done;
	struct percpu_ref ref;
	struct dev_pagemap pgmap;
};

#define ref_to_bowl(r)	container_of(r, struct bowl, ref)

static void bowl_release(struct percpu_ref *ref)
{
	complete(&ref_to_bowl(ref)->done);
}

static void bowl_page_free(struct page *page)
{
	wake_up_var(&page->_refcount);
}

static void bowl_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(&ref_to_bowl(pgmap->ref)->ref);
}

static void bowl_cleanup(struct dev_pagemap *pgmap)
{
	struct percpu_ref *ref = pgmap->ref;
	struct bowl *bowl = ref_to_bowl(ref);

	wait_for_completion(&bowl->done);
	percpu_ref_exit(ref);
}

static const struct dev_pagemap_ops bowl_ops = {
	.page_free = bowl_page_free,
	.kill = bowl_kill,
	.cleanup = bowl_cleanup,
};

void *bowl_map(struct device *dev, struct resource *res);
void *bowl_map(struct device *dev, struct resource *res)
{
	struct bowl *bowl = devm_kzalloc(dev, sizeof(*bowl), GFP_KERNEL);
	struct dev_pagemap *pgmap;
	int err;

	if (!bowl)
		return ERR_PTR(-ENOMEM);
	init_completion(&bowl->done);
	err = percpu_ref_init(&bowl->ref, bowl_release, 0, GFP_KERNEL);
	if (err)
		return ERR_PTR(err);

	bowl->id = 1;
	pgmap = &bowl->pgmap;
	pgmap->res = *res;
	pgmap->type = MEMORY_DEVICE_FS_DAX;
	pgmap->ops = &bowl_ops;
	pgmap->ref = &bowl->ref;
	return devm_memremap_pages(dev, pgmap);
}
