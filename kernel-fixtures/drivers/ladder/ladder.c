// SPDX-License-Identifier: GPL-2.0-only
/* Memory behind a BAR for transfers between devices; built for 4.4 and later. */
#include <linux/version.h>
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/percpu-refcount.h>
#include <linux/slab.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(4, 16, 0)
#define BAR_HAS_PAGEMAP 1
#endif

struct bar_dma {
	struct device *dev;
	struct resource res;
	struct percpu_ref ref;
	struct completion done;
#ifdef BAR_HAS_PAGEMAP
	struct dev_pagemap pgmap;
#endif
	void *mem;
};

static void bar_ref_release(struct percpu_ref *ref)
{
	struct bar_dma *bar = container_of(ref, struct bar_dma, ref);

	complete(&bar->done);
}

static void bar_ref_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 2, 0)
static void bar_ref_exit(struct percpu_ref *ref)
{
	struct bar_dma *bar = container_of(ref, struct bar_dma, ref);

	wait_for_completion(&bar->done);
	percpu_ref_exit(ref);
}
#else
static void bar_ref_exit(void *data)
{
	struct bar_dma *bar = data;

	wait_for_completion(&bar->done);
	percpu_ref_exit(&bar->ref);
}
#endif

static int bar_map(struct bar_dma *bar)
{
	int err;

	init_completion(&bar->done);
	err = percpu_ref_init(&bar->ref, bar_ref_release, 0, GFP_KERNEL);
	if (err)
		return err;

#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 2, 0)
	err = devm_add_action_or_reset(bar->dev, bar_ref_exit, bar);
	if (err)
		return err;
#endif

#ifdef BAR_HAS_PAGEMAP
	bar->pgmap.res = bar->res;
	bar->pgmap.ref = &bar->ref;
	bar->pgmap.type = MEMORY_DEVICE_PCI_P2PDMA;
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 0, 0)
	bar->pgmap.kill = bar_ref_kill;
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 2, 0)
	bar->pgmap.cleanup = bar_ref_exit;
#endif
	bar->mem = devm_memremap_pages(bar->dev, &bar->pgmap);
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(4, 5, 0)
	bar->mem = devm_memremap_pages(bar->dev, &bar->res, &bar->ref, NULL);
#else
	bar->mem = devm_memremap_pages(bar->dev, &bar->res);
#endif
	if (IS_ERR(bar->mem))
		return PTR_ERR(bar->mem);
	return 0;
}

static int bar_probe(struct device *dev)
{
	struct bar_dma *bar = devm_kzalloc(dev, sizeof(*bar), GFP_KERNEL);

	if (!bar)
		return -ENOMEM;
	bar->dev = dev;
	bar->res.start = 1UL << 40;
	bar->res.end = bar->res.start + (1UL << 28) - 1;
	return bar_map(bar);
}

static struct device_driver bar_driver = {
	.name = "bar",
	.probe = bar_probe,
};

static int __init bar_init(void)
{
	return driver_register(&bar_driver);
}

static void __exit bar_exit(void)
{
	driver_unregister(&bar_driver);
}

module_init(bar_init);
module_exit(bar_exit);
MODULE_LICENSE("GPL");
