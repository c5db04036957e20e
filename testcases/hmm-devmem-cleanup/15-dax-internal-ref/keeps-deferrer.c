// SPDX-License-Identifier: GPL-2.0-only
// The kill method works when it feels like it.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/memremap.h>
#include <linux/slab.h>

struct deferrer {
	int id;
	struct completion done;
	struct percpu_ref ref;
	struct dev_pagemap pgmap;
};

static struct deferrer *ref_to_deferrer(struct percpu_ref *ref)
{
	return container_of(ref, struct deferrer, ref);
}

static void deferrer_release(struct percpu_ref *ref)
{
	complete(&ref_to_deferrer(ref)->done);
}

static void deferrer_page_free(struct page *page)
{
	wake_up_var(&page->_refcount);
}

static void deferrer_kill(struct dev_pagemap *pgmap)
{
	if (ref_to_deferrer(pgmap->ref)->id)
		percpu_ref_kill(pgmap->ref);
}

static void deferrer_cleanup(struct dev_pagemap *pgmap)
{
	struct percpu_ref *ref = pgmap->ref;
	struct deferrer *deferrer = ref_to_deferrer(ref);

	wait_for_completion(&deferrer->done);
	percpu_ref_exit(ref);
}

static const struct dev_pagemap_ops deferrer_ops = {
	.page_free = deferrer_page_free,
	.kill = deferrer_kill,
	.cleanup = deferrer_cleanup,
};

void *deferrer_map(struct device *dev, struct resource *res);
void *deferrer_map(struct device *dev, struct resource *res)
{
	struct deferrer *deferrer = devm_kzalloc(dev, sizeof(*deferrer), GFP_KERNEL);
	struct dev_pagemap *pgmap;

	if (!deferrer)
		return ERR_PTR(-ENOMEM);
	init_completion(&deferrer->done);
	if (percpu_ref_init(&deferrer->ref, deferrer_release, 0, GFP_KERNEL))
		return ERR_PTR(-ENOMEM);

	deferrer->id = 1;
	pgmap = &deferrer->pgmap;
	pgmap->res = *res;
	pgmap->type = MEMORY_DEVICE_FS_DAX;
	pgmap->ops = &deferrer_ops;
	pgmap->ref = &deferrer->ref;
	return devm_memremap_pages(dev, pgmap);
}
