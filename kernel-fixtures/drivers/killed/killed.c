// SPDX-License-Identifier: GPL-2.0-only
/* For 5.0 and 5.1: the map kills its count, devres waits for it. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/io.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/percpu-refcount.h>
#include <linux/slab.h>
#include <linux/string.h>

struct bar_mem {
	struct device *dev;
	struct dev_pagemap map;
	struct percpu_ref count;
	struct completion gone;
};

static void killed_gone(struct percpu_ref *count)
{
	complete(&container_of(count, struct bar_mem, count)->gone);
}

static void killed_kill(struct percpu_ref *count)
{
	percpu_ref_kill(count);
}

static void killed_wait(void *data)
{
	struct bar_mem *bar = data;

	wait_for_completion(&bar->gone);
	percpu_ref_exit(&bar->count);
}

static int killed_probe(struct device *dev)
{
	struct bar_mem *bar = devm_kzalloc(dev, sizeof(*bar), GFP_KERNEL);
	struct dev_pagemap *map;

	if (!bar)
		return -ENOMEM;
	bar->dev = dev;
	init_completion(&bar->gone);
	if (percpu_ref_init(&bar->count, killed_gone, 0, GFP_KERNEL))
		return -ENOMEM;
	if (devm_add_action_or_reset(dev, killed_wait, bar))
		return -ENOMEM;
	map = &bar->map;
	map->res.start = 1UL << 40;
	map->res.end = (1UL << 40) + (1UL << 28) - 1;
	map->type = MEMORY_DEVICE_PCI_P2PDMA;
	map->ref = &bar->count;
	map->kill = killed_kill;
	return PTR_ERR_OR_ZERO(devm_memremap_pages(dev, map));
}

static struct device_driver killed_driver = {
	.name = "killed",
	.probe = killed_probe,
};

static int __init killed_init(void)
{
	return driver_register(&killed_driver);
}

static void __exit killed_exit(void)
{
	driver_unregister(&killed_driver);
}

module_init(killed_init);
module_exit(killed_exit);
MODULE_LICENSE("GPL");
