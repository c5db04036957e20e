// SPDX-License-Identifier: GPL-2.0-only
/* Two cards; memory that file systems map; the count of its users is our own. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/io.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/percpu-refcount.h>
#include <linux/slab.h>

struct left_card {
	struct device *dev;
	void *window;
	atomic_t idle;
	struct percpu_ref users;
	struct completion gone;
	struct dev_pagemap map;
};

static void left_users_gone(struct percpu_ref *ref)
{
	struct left_card *card = container_of(ref, struct left_card, users);

	complete(&card->gone);
}

static void left_stop(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void left_wait(struct percpu_ref *ref)
{
	struct left_card *card = container_of(ref, struct left_card, users);

	wait_for_completion(&card->gone);
	percpu_ref_exit(ref);
}

static void left_idle(struct page *page, void *data)
{
	struct left_card *card = data;

	atomic_inc(&card->idle);
}

static int left_map(struct left_card *card, struct resource *res)
{
	void *addr;
	int err;

	init_completion(&card->gone);
	err = percpu_ref_init(&card->users, left_users_gone, 0, GFP_KERNEL);
	if (err)
		return err;

	card->map.res = *res;
	card->map.ref = &card->users;
	card->map.kill = left_stop;
	card->map.cleanup = left_wait;
	card->map.page_free = left_idle;
	card->map.data = card;
	card->map.type = MEMORY_DEVICE_FS_DAX;
	addr = devm_memremap_pages(card->dev, &card->map);
	if (IS_ERR(addr))
		return PTR_ERR(addr);
	card->window = addr;
	return 0;
}

static int left_probe(struct device *dev)
{
	struct resource res = { .start = 1UL << 40, .end = (1UL << 40) + (1UL << 30) - 1 };
	struct left_card *card = devm_kzalloc(dev, sizeof(*card), GFP_KERNEL);

	if (!card)
		return -ENOMEM;
	card->dev = dev;
	dev_set_drvdata(dev, card);
	return left_map(card, &res);
}

struct right_card {
	struct device *dev;
	void *window;
	atomic_t idle;
	struct percpu_ref users;
	struct completion gone;
	struct dev_pagemap map;
};

static void right_users_gone(struct percpu_ref *ref)
{
	struct right_card *card = container_of(ref, struct right_card, users);

	complete(&card->gone);
}

static void right_stop(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void right_wait(struct percpu_ref *ref)
{
	struct right_card *card = container_of(ref, struct right_card, users);

	wait_for_completion(&card->gone);
	percpu_ref_exit(ref);
}

static void right_idle(struct page *page, void *data)
{
	struct right_card *card = data;

	atomic_inc(&card->idle);
}

/* The queue of commands has a count, too. */
struct right_queue {
	struct percpu_ref busy;
};

void right_queue_stop(struct right_queue *queue)
{
	right_stop(&queue->busy);
}

static int right_map(struct right_card *card, struct resource *res)
{
	void *addr;
	int err;

	init_completion(&card->gone);
	err = percpu_ref_init(&card->users, right_users_gone, 0, GFP_KERNEL);
	if (err)
		return err;

	card->map.res = *res;
	card->map.ref = &card->users;
	card->map.kill = right_stop;
	card->map.cleanup = right_wait;
	card->map.page_free = right_idle;
	card->map.data = card;
	card->map.type = MEMORY_DEVICE_FS_DAX;
	addr = devm_memremap_pages(card->dev, &card->map);
	if (IS_ERR(addr))
		return PTR_ERR(addr);
	card->window = addr;
	return 0;
}

static int right_probe(struct device *dev)
{
	struct resource res = { .start = 1UL << 40, .end = (1UL << 40) + (1UL << 30) - 1 };
	struct right_card *card = devm_kzalloc(dev, sizeof(*card), GFP_KERNEL);

	if (!card)
		return -ENOMEM;
	card->dev = dev;
	dev_set_drvdata(dev, card);
	return right_map(card, &res);
}

static struct device_driver left_driver = {
	.name = "left",
	.probe = left_probe,
};

static struct device_driver right_driver = {
	.name = "right",
	.probe = right_probe,
};

static int __init twomaps_init(void)
{
	driver_register(&left_driver);
	return driver_register(&right_driver);
}

static void __exit twomaps_exit(void)
{
	driver_unregister(&right_driver);
	driver_unregister(&left_driver);
}

module_init(twomaps_init);
module_exit(twomaps_exit);
MODULE_LICENSE("GPL");
