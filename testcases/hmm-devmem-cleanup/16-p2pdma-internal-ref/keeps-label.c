// SPDX-License-Identifier: GPL-2.0-only
// Nothing else goes to where a failed set-up goes.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/memremap.h>
#include <linux/slab.h>

struct shelf {
	struct completion done;
	struct percpu_ref ref;
	struct dev_pagemap pgmap;
};

static struct shelf *ref_to_shelf(struct percpu_ref *ref)
{
	return container_of(ref, struct shelf, ref);
}

static void shelf_release(struct percpu_ref *ref)
{
	complete(&ref_to_shelf(ref)->done);
}

static void shelf_page_free(struct page *page)
{
	wake_up_var(&page->_refcount);
}

static void shelf_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(&ref_to_shelf(pgmap->ref)->ref);
}

static void shelf_cleanup(struct dev_pagemap *pgmap)
{
	struct percpu_ref *ref = pgmap->ref;
	struct shelf *shelf = ref_to_shelf(ref);

	wait_for_completion(&shelf->done);
	percpu_ref_exit(ref);
}

static const struct dev_pagemap_ops shelf_ops = {
	.page_free = shelf_page_free,
	.kill = shelf_kill,
	.cleanup = shelf_cleanup,
};

void *shelf_map(struct device *dev, struct resource *res);
void *shelf_map(struct device *dev, struct resource *res)
{
	struct shelf *shelf = devm_kzalloc(dev, sizeof(*shelf), GFP_KERNEL);
	struct dev_pagemap *pgmap;

	if (!shelf)
		return ERR_PTR(-ENOMEM);
	init_completion(&shelf->done);
	if (percpu_ref_init(&shelf->ref, shelf_release, 0, GFP_KERNEL))
		goto free;

	pgmap = &shelf->pgmap;
	pgmap->res = *res;
	pgmap->type = MEMORY_DEVICE_FS_DAX;
	pgmap->ops = &shelf_ops;
	pgmap->ref = &shelf->ref;
	return devm_memremap_pages(dev, pgmap);
free:
	devm_kfree(dev, shelf);
	return NULL;
}
