// SPDX-License-Identifier: GPL-2.0-only
/*
 * A character device in front of its memory.  Who has it open holds a reference
 * of the same count that the map waits for.
 */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/percpu-refcount.h>
#include <linux/slab.h>

struct memdev {
	struct device *dev;
	void *virt;
	struct dev_pagemap pgmap;
	struct percpu_ref ref;
	struct completion cmp;
	unsigned long opens;
};

static struct memdev *the_memdev;

static inline struct memdev *to_memdev(struct percpu_ref *ref)
{
	return container_of(ref, struct memdev, ref);
}

static void memdev_percpu_release(struct percpu_ref *ref)
{
	struct memdev *md = to_memdev(ref);

	dev_dbg(md->dev, "%s\n", __func__);
	complete(&md->cmp);
}

static void memdev_percpu_exit(struct percpu_ref *ref)
{
	struct memdev *md = to_memdev(ref);

	dev_dbg(md->dev, "%s\n", __func__);
	wait_for_completion(&md->cmp);
	percpu_ref_exit(ref);
}

static void memdev_percpu_kill(struct percpu_ref *ref)
{
	struct memdev *md = to_memdev(ref);

	dev_dbg(md->dev, "%s\n", __func__);
	percpu_ref_kill(ref);
}

int memdev_open(void)
{
	if (!percpu_ref_tryget_live(&the_memdev->ref))
		return -ENXIO;
	the_memdev->opens++;
	return 0;
}

void memdev_close(void)
{
	the_memdev->opens--;
	percpu_ref_put(&the_memdev->ref);
}

static int memdev_probe(struct device *dev)
{
	struct memdev *md = devm_kzalloc(dev, sizeof(*md), GFP_KERNEL);
	int rc;

	if (!md)
		return -ENOMEM;
	md->dev = dev;
	init_completion(&md->cmp);
	rc = percpu_ref_init(&md->ref, memdev_percpu_release, 0, GFP_KERNEL);
	if (rc)
		return rc;

	md->pgmap.res.start = 1UL << 39;
	md->pgmap.res.end = (1UL << 39) + (1UL << 29) - 1;
	md->pgmap.ref = &md->ref;
	md->pgmap.kill = memdev_percpu_kill;
	md->pgmap.cleanup = memdev_percpu_exit;
	md->virt = devm_memremap_pages(dev, &md->pgmap);
	if (IS_ERR(md->virt))
		return PTR_ERR(md->virt);
	the_memdev = md;
	return 0;
}

static struct device_driver memdev_driver = {
	.name = "memdev",
	.probe = memdev_probe,
};

static int __init memdev_init(void)
{
	return driver_register(&memdev_driver);
}

static void __exit memdev_exit(void)
{
	driver_unregister(&memdev_driver);
}

module_init(memdev_init);
module_exit(memdev_exit);
MODULE_LICENSE("GPL");
