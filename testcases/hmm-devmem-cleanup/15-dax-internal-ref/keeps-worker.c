// SPDX-License-Identifier: GPL-2.0-only
// The release function does more.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/memremap.h>
#include <linux/slab.h>

struct worker {
	int id;
	struct completion done;
	struct percpu_ref ref;
	struct dev_pagemap pgmap;
};

static struct worker *ref_to_worker(struct percpu_ref *ref)
{
	return container_of(ref, struct worker, ref);
}

static void worker_release(struct percpu_ref *ref)
{
	ref_to_worker(ref)->id = 0;
	wake_up_var(&ref_to_worker(ref)->id);
	complete(&ref_to_worker(ref)->done);
}

static void worker_page_free(struct page *page)
{
	wake_up_var(&page->_refcount);
}

static void worker_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(&ref_to_worker(pgmap->ref)->ref);
}

static void worker_cleanup(struct dev_pagemap *pgmap)
{
	struct percpu_ref *ref = pgmap->ref;
	struct worker *worker = ref_to_worker(ref);

	wait_for_completion(&worker->done);
	percpu_ref_exit(ref);
}

static const struct dev_pagemap_ops worker_ops = {
	.page_free = worker_page_free,
	.kill = worker_kill,
	.cleanup = worker_cleanup,
};

void *worker_map(struct device *dev, struct resource *res);
void *worker_map(struct device *dev, struct resource *res)
{
	struct worker *worker = devm_kzalloc(dev, sizeof(*worker), GFP_KERNEL);
	struct dev_pagemap *pgmap;

	if (!worker)
		return ERR_PTR(-ENOMEM);
	init_completion(&worker->done);
	if (percpu_ref_init(&worker->ref, worker_release, 0, GFP_KERNEL))
		return ERR_PTR(-ENOMEM);

	worker->id = 1;
	pgmap = &worker->pgmap;
	pgmap->res = *res;
	pgmap->type = MEMORY_DEVICE_FS_DAX;
	pgmap->ops = &worker_ops;
	pgmap->ref = &worker->ref;
	return devm_memremap_pages(dev, pgmap);
}
