// SPDX-License-Identifier: GPL-2.0-only
/* Memory of a card that file systems map; the count of its users is our own. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/io.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/percpu-refcount.h>
#include <linux/slab.h>

struct fresh_card {
	struct device *dev;
	void *window;
	atomic_t idle;
	struct percpu_ref users;
	struct completion gone;
	struct dev_pagemap map;
};

static void fresh_users_gone(struct percpu_ref *ref)
{
	struct fresh_card *card = container_of(ref, struct fresh_card, users);

	complete(&card->gone);
}

static void fresh_stop(struct dev_pagemap *map)
{
	percpu_ref_kill(map->ref);
}

static void fresh_wait(struct dev_pagemap *map)
{
	struct fresh_card *card = container_of(map, struct fresh_card, map);

	wait_for_completion(&card->gone);
	percpu_ref_exit(map->ref);
}

static void fresh_idle(struct page *page)
{
	struct fresh_card *card = container_of(page->pgmap, struct fresh_card,
					       map);

	atomic_inc(&card->idle);
}

static const struct dev_pagemap_ops fresh_map_ops = {
	.page_free = fresh_idle,
	.kill = fresh_stop,
	.cleanup = fresh_wait,
};

static int fresh_map(struct fresh_card *card, struct resource *res)
{
	void *addr;
	int err;

	init_completion(&card->gone);
	err = percpu_ref_init(&card->users, fresh_users_gone, 0, GFP_KERNEL);
	if (err)
		return err;

	card->map.res = *res;
	card->map.ref = &card->users;
	card->map.ops = &fresh_map_ops;
	card->map.type = MEMORY_DEVICE_FS_DAX;
	addr = devm_memremap_pages(card->dev, &card->map);
	if (IS_ERR(addr))
		return PTR_ERR(addr);
	card->window = addr;
	return 0;
}

static int fresh_probe(struct device *dev)
{
	struct resource res = { .start = 1UL << 40, .end = (1UL << 40) + (1UL << 30) - 1 };
	struct fresh_card *card = devm_kzalloc(dev, sizeof(*card), GFP_KERNEL);

	if (!card)
		return -ENOMEM;
	card->dev = dev;
	dev_set_drvdata(dev, card);
	return fresh_map(card, &res);
}

static struct device_driver fresh_driver = {
	.name = "fresh",
	.probe = fresh_probe,
};

static int __init fresh_init(void)
{
	return driver_register(&fresh_driver);
}

static void __exit fresh_exit(void)
{
	driver_unregister(&fresh_driver);
}

module_init(fresh_init);
module_exit(fresh_exit);
MODULE_LICENSE("GPL");
