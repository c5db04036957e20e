// SPDX-License-Identifier: GPL-2.0-only
// The driver takes references of its own.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/memremap.h>
#include <linux/slab.h>

struct taker {
	struct completion done;
	struct percpu_ref ref;
	struct dev_pagemap pgmap;
};

static struct taker *ref_to_taker(struct percpu_ref *ref)
{
	return container_of(ref, struct taker, ref);
}

static void taker_release(struct percpu_ref *ref)
{
	complete(&ref_to_taker(ref)->done);
}

static void taker_page_free(struct page *page)
{
	wake_up_var(&page->_refcount);
}

static void taker_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(&ref_to_taker(pgmap->ref)->ref);
}

static void taker_cleanup(struct dev_pagemap *pgmap)
{
	struct percpu_ref *ref = pgmap->ref;
	struct taker *taker = ref_to_taker(ref);

	wait_for_completion(&taker->done);
	percpu_ref_exit(ref);
}

static const struct dev_pagemap_ops taker_ops = {
	.page_free = taker_page_free,
	.kill = taker_kill,
	.cleanup = taker_cleanup,
};

void *taker_map(struct device *dev, struct resource *res);
void *taker_map(struct device *dev, struct resource *res)
{
	struct taker *taker = devm_kzalloc(dev, sizeof(*taker), GFP_KERNEL);
	struct dev_pagemap *pgmap;

	if (!taker)
		return ERR_PTR(-ENOMEM);
	init_completion(&taker->done);
	if (percpu_ref_init(&taker->ref, taker_release, 0, GFP_KERNEL))
		return ERR_PTR(-ENOMEM);

	pgmap = &taker->pgmap;
	pgmap->res = *res;
	pgmap->type = MEMORY_DEVICE_FS_DAX;
	pgmap->ops = &taker_ops;
	pgmap->ref = &taker->ref;
	percpu_ref_get_many(&taker->ref, 1);
	return devm_memremap_pages(dev, pgmap);
}
