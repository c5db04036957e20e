// SPDX-License-Identifier: GPL-2.0-only
/*
 * One function serves two masters: it is the map's kill(), and where the memory
 * is not mapped it stops the count as an action of devres.
 */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/percpu-refcount.h>
#include <linux/slab.h>

struct twice {
	bool mapped;
	struct percpu_ref count;
	struct completion zero;
	struct dev_pagemap map;
	unsigned long idle;
};

static void twice_zero(struct percpu_ref *count)
{
	complete(&container_of(count, struct twice, count)->zero);
}

static void twice_stop(void *count)
{
	percpu_ref_kill(count);
}

static void twice_drain(struct percpu_ref *count)
{
	wait_for_completion(&container_of(count, struct twice, count)->zero);
	percpu_ref_exit(count);
}

static void twice_idle(struct page *page, void *data)
{
	struct twice *t = data;

	t->idle++;
}

bool twice_owns(struct twice *t, struct page *page)
{
	return is_zone_device_page(page) && page->pgmap->data == t;
}

static int twice_probe(struct device *dev)
{
	struct twice *t = devm_kzalloc(dev, sizeof(*t), GFP_KERNEL);

	if (!t)
		return -ENOMEM;
	init_completion(&t->zero);
	if (percpu_ref_init(&t->count, twice_zero, 0, GFP_KERNEL))
		return -ENOMEM;
	if (!t->mapped)
		return devm_add_action_or_reset(dev, twice_stop, &t->count);

	t->map.ref = &t->count;
	t->map.kill = (void *)twice_stop;
	t->map.cleanup = twice_drain;
	t->map.page_free = twice_idle;
	t->map.data = t;
	t->map.type = MEMORY_DEVICE_FS_DAX;
	return PTR_ERR_OR_ZERO(devm_memremap_pages(dev, &t->map));
}

static struct device_driver twice_driver = {
	.name = "twice",
	.probe = twice_probe,
};

static int __init twice_init(void)
{
	return driver_register(&twice_driver);
}

static void __exit twice_exit(void)
{
	driver_unregister(&twice_driver);
}

module_init(twice_init);
module_exit(twice_exit);
MODULE_LICENSE("GPL");
