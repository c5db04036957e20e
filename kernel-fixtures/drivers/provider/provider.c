// SPDX-License-Identifier: GPL-2.0-only
/*
 * Persistent memory for file systems.  The switch for ->page_free() is taken by
 * hand and given back by devres; what the map needs for that is set in a helper.
 */
#include <linux/blkdev.h>
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/io.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/percpu-refcount.h>
#include <linux/slab.h>
#include <linux/wait.h>

struct store {
	struct device *dev;
	void *base;
	struct percpu_ref busy;
	struct completion idle;
	struct dev_pagemap pgmap;
};

static void store_idle(struct percpu_ref *ref)
{
	struct store *st = container_of(ref, struct store, busy);

	complete(&st->idle);
}

static void store_freeze(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void store_drain(struct percpu_ref *ref)
{
	struct store *st = container_of(ref, struct store, busy);

	wait_for_completion(&st->idle);
	percpu_ref_exit(ref);
}

static void store_page_free(struct page *page, void *data)
{
	wake_up_var(&page->_refcount);
}

static void store_release_ops(void *unused)
{
	dev_pagemap_put_ops();
}

static int store_setup_fsdax(struct device *dev, struct dev_pagemap *pgmap)
{
	dev_pagemap_get_ops();
	if (devm_add_action_or_reset(dev, store_release_ops, pgmap))
		return -ENOMEM;
	pgmap->type = MEMORY_DEVICE_FS_DAX;
	pgmap->page_free = store_page_free;

	return 0;
}

static int store_attach(struct store *st, struct resource *res)
{
	void *addr;
	int rc;

	init_completion(&st->idle);
	rc = percpu_ref_init(&st->busy, store_idle, 0, GFP_KERNEL);
	if (rc)
		return rc;

	st->pgmap.ref = &st->busy;
	st->pgmap.kill = store_freeze;
	st->pgmap.cleanup = store_drain;
	memcpy(&st->pgmap.res, res, sizeof(st->pgmap.res));
	if (store_setup_fsdax(st->dev, &st->pgmap))
		return -ENOMEM;
	st->pgmap.altmap_valid = false;
	addr = devm_memremap_pages(st->dev, &st->pgmap);
	if (IS_ERR(addr))
		return PTR_ERR(addr);
	st->base = addr;
	return 0;
}

static int store_probe(struct device *dev)
{
	struct resource res = { .start = 1UL << 33, .end = (1UL << 34) - 1 };
	struct store *st = devm_kzalloc(dev, sizeof(*st), GFP_KERNEL);

	if (!st)
		return -ENOMEM;
	st->dev = dev;
	return store_attach(st, &res);
}

static struct device_driver store_driver = {
	.name = "store",
	.probe = store_probe,
};

static int __init store_init(void)
{
	return driver_register(&store_driver);
}

static void __exit store_exit(void)
{
	driver_unregister(&store_driver);
}

module_init(store_init);
module_exit(store_exit);
MODULE_LICENSE("GPL");
