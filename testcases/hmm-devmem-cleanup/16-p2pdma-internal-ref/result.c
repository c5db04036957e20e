// SPDX-License-Identifier: GPL-2.0-only
// A variable for the set-up only.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/memremap.h>
#include <linux/slab.h>

struct tray {
	struct completion done;
	struct percpu_ref ref;
	struct dev_pagemap pgmap;
};

static struct tray *ref_to_tray(struct percpu_ref *ref)
{
	return container_of(ref, struct tray, ref);
}

static void tray_release(struct percpu_ref *ref)
{
	complete(&ref_to_tray(ref)->done);
}

static void tray_page_free(struct page *page)
{
	wake_up_var(&page->_refcount);
}

static void tray_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(&ref_to_tray(pgmap->ref)->ref);
}

static void tray_cleanup(struct dev_pagemap *pgmap)
{
	struct percpu_ref *ref = pgmap->ref;
	struct tray *tray = ref_to_tray(ref);

	wait_for_completion(&tray->done);
	percpu_ref_exit(ref);
}

static const struct dev_pagemap_ops tray_ops = {
	.page_free = tray_page_free,
	.kill = tray_kill,
	.cleanup = tray_cleanup,
};

void *tray_map(struct device *dev, struct resource *res);
void *tray_map(struct device *dev, struct resource *res)
{
	struct tray *tray = devm_kzalloc(dev, sizeof(*tray), GFP_KERNEL);
	struct dev_pagemap *pgmap;
	int err;

	if (!tray)
		return ERR_PTR(-ENOMEM);
	init_completion(&tray->done);
	err = percpu_ref_init(&tray->ref, tray_release, 0, GFP_KERNEL);
	if (err)
		return ERR_PTR(err);

	pgmap = &tray->pgmap;
	pgmap->res = *res;
	pgmap->type = MEMORY_DEVICE_FS_DAX;
	pgmap->ops = &tray_ops;
	pgmap->ref = &tray->ref;
	return devm_memremap_pages(dev, pgmap);
}
