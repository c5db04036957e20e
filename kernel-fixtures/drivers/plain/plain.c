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

struct plain_card {
	struct device *dev;
	void *window;
	atomic_t idle;
	struct percpu_ref users;
	struct completion gone;
	struct dev_pagemap map;
};

static void plain_users_gone(struct percpu_ref *ref)
{
	struct plain_card *card = container_of(ref, struct plain_card, users);

	complete(&card->gone);
}

static void plain_stop(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void plain_wait(struct percpu_ref *ref)
{
	struct plain_card *card = container_of(ref, struct plain_card, users);

	wait_for_completion(&card->gone);
	percpu_ref_exit(ref);
}

static void plain_idle(struct page *page, void *data)
{
	struct plain_card *card = data;

	atomic_inc(&card->idle);
}

static int plain_map(struct plain_card *card, struct resource *res)
{
	void *addr;
	int err;

	init_completion(&card->gone);
	err = percpu_ref_init(&card->users, plain_users_gone, 0, GFP_KERNEL);
	if (err)
		return err;

	card->map.res = *res;
	card->map.ref = &card->users;
	card->map.kill = plain_stop;
	card->map.cleanup = plain_wait;
	card->map.page_free = plain_idle;
	card->map.data = card;
	card->map.type = MEMORY_DEVICE_FS_DAX;
	addr = devm_memremap_pages(card->dev, &card->map);
	if (IS_ERR(addr))
		return PTR_ERR(addr);
	card->window = addr;
	return 0;
}

static int plain_probe(struct device *dev)
{
	struct resource res = { .start = 1UL << 40, .end = (1UL << 40) + (1UL << 30) - 1 };
	struct plain_card *card = devm_kzalloc(dev, sizeof(*card), GFP_KERNEL);

	if (!card)
		return -ENOMEM;
	card->dev = dev;
	dev_set_drvdata(dev, card);
	return plain_map(card, &res);
}

static struct device_driver plain_driver = {
	.name = "plain",
	.probe = plain_probe,
};

static int __init plain_init(void)
{
	return driver_register(&plain_driver);
}

static void __exit plain_exit(void)
{
	driver_unregister(&plain_driver);
}

module_init(plain_init);
module_exit(plain_exit);
MODULE_LICENSE("GPL");
