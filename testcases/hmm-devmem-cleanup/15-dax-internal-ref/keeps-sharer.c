// SPDX-License-Identifier: GPL-2.0-only
// The release function serves another count, too.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/memremap.h>
#include <linux/slab.h>

struct sharer {
	int id;
	struct completion done;
	struct percpu_ref ref;
	struct dev_pagemap pgmap;
};

static struct sharer *ref_to_sharer(struct percpu_ref *ref)
{
	return container_of(ref, struct sharer, ref);
}

static void sharer_release(struct percpu_ref *ref)
{
	complete(&ref_to_sharer(ref)->done);
}

static void sharer_page_free(struct page *page)
{
	wake_up_var(&page->_refcount);
}

static void sharer_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(&ref_to_sharer(pgmap->ref)->ref);
}

static void sharer_cleanup(struct dev_pagemap *pgmap)
{
	struct percpu_ref *ref = pgmap->ref;
	struct sharer *sharer = ref_to_sharer(ref);

	wait_for_completion(&sharer->done);
	percpu_ref_exit(ref);
}

static const struct dev_pagemap_ops sharer_ops = {
	.page_free = sharer_page_free,
	.kill = sharer_kill,
	.cleanup = sharer_cleanup,
};

void *sharer_map(struct device *dev, struct resource *res,
	       struct percpu_ref *pgmap_ref);
void *sharer_map(struct device *dev, struct resource *res,
	       struct percpu_ref *pgmap_ref)
{
	struct sharer *sharer = devm_kzalloc(dev, sizeof(*sharer), GFP_KERNEL);
	struct dev_pagemap *pgmap;

	if (!sharer)
		return ERR_PTR(-ENOMEM);
	init_completion(&sharer->done);
	if (percpu_ref_init(&sharer->ref, sharer_release, 0, GFP_KERNEL))
		return ERR_PTR(-ENOMEM);

	sharer->id = percpu_ref_init(pgmap_ref, sharer_release, 0, GFP_KERNEL);
	pgmap = &sharer->pgmap;
	pgmap->res = *res;
	pgmap->type = MEMORY_DEVICE_FS_DAX;
	pgmap->ops = &sharer_ops;
	pgmap->ref = &sharer->ref;
	return devm_memremap_pages(dev, pgmap);
}
