// SPDX-License-Identifier: GPL-2.0-only
// The completion has another user.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/memremap.h>
#include <linux/slab.h>

struct waiter {
	struct completion done;
	struct percpu_ref ref;
	struct dev_pagemap pgmap;
};

static struct waiter *ref_to_waiter(struct percpu_ref *ref)
{
	return container_of(ref, struct waiter, ref);
}

static void waiter_release(struct percpu_ref *ref)
{
	complete(&ref_to_waiter(ref)->done);
}

static void waiter_page_free(struct page *page)
{
	wake_up_var(&page->_refcount);
}

static void waiter_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(&ref_to_waiter(pgmap->ref)->ref);
}

static void waiter_cleanup(struct dev_pagemap *pgmap)
{
	struct percpu_ref *ref = pgmap->ref;
	struct waiter *waiter = ref_to_waiter(ref);

	wait_for_completion(&waiter->done);
	percpu_ref_exit(ref);
}

static const struct dev_pagemap_ops waiter_ops = {
	.page_free = waiter_page_free,
	.kill = waiter_kill,
	.cleanup = waiter_cleanup,
};

void *waiter_map(struct device *dev, struct resource *res);
void *waiter_map(struct device *dev, struct resource *res)
{
	struct waiter *waiter = devm_kzalloc(dev, sizeof(*waiter), GFP_KERNEL);
	struct dev_pagemap *pgmap;

	if (!waiter)
		return ERR_PTR(-ENOMEM);
	init_completion(&waiter->done);
	if (percpu_ref_init(&waiter->ref, waiter_release, 0, GFP_KERNEL))
		return ERR_PTR(-ENOMEM);

	complete(&waiter->done);
	pgmap = &waiter->pgmap;
	pgmap->res = *res;
	pgmap->type = MEMORY_DEVICE_FS_DAX;
	pgmap->ops = &waiter_ops;
	pgmap->ref = &waiter->ref;
	return devm_memremap_pages(dev, pgmap);
}
