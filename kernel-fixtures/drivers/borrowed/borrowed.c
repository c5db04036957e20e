// SPDX-License-Identifier: GPL-2.0-only
/* For 4.16 to 4.20, with questions: who frees it, who kills the count? */
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

struct lent {
	struct percpu_ref ref;
	struct completion done;
	struct dev_pagemap map;
};

static void borrowed_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct lent, ref)->done);
}

static int borrowed_probe(struct device *dev)
{
	struct resource res = { .start = 1UL << 40, .end = (1UL << 40) + (1UL << 28) - 1 };
	struct lent *lent = kzalloc(sizeof(*lent), GFP_KERNEL);

	if (!lent)
		return -ENOMEM;
	init_completion(&lent->done);
	if (percpu_ref_init(&lent->ref, borrowed_release, 0, GFP_KERNEL)) {
		kfree(lent);
		return -ENOMEM;
	}
	dev_set_drvdata(dev, lent);
	lent->map.res = res;
	lent->map.ref = &lent->ref;
	return PTR_ERR_OR_ZERO(devm_memremap_pages(dev, &lent->map));
}

void *borrowed_map(struct device *dev, struct dev_pagemap *map,
		   struct percpu_ref *ref);
void *borrowed_map(struct device *dev, struct dev_pagemap *map,
		   struct percpu_ref *ref)
{
	map->ref = ref;
	return devm_memremap_pages(dev, map);
}

static int borrowed_remove(struct device *dev)
{
	struct lent *lent = dev_get_drvdata(dev);

	percpu_ref_kill(&lent->ref);
	wait_for_completion(&lent->done);
	percpu_ref_exit(&lent->ref);
	return 0;
}

static struct device_driver borrowed_driver = {
	.name = "borrowed",
	.probe = borrowed_probe,
	.remove = borrowed_remove,
};

static int __init borrowed_init(void)
{
	return driver_register(&borrowed_driver);
}

static void __exit borrowed_exit(void)
{
	driver_unregister(&borrowed_driver);
}

module_init(borrowed_init);
module_exit(borrowed_exit);
MODULE_LICENSE("GPL");
