// SPDX-License-Identifier: GPL-2.0-only
/* For 4.16 to 4.20: the map is the driver's, its count is stopped by devres. */
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

struct window {
	struct device *dev;
	struct percpu_ref ref;
	struct completion cmp;
	struct dev_pagemap pgmap;
};

static struct window *to_window(struct percpu_ref *ref)
{
	return container_of(ref, struct window, ref);
}

static void actions_release(struct percpu_ref *ref)
{
	dev_dbg(to_window(ref)->dev, "%s\n", __func__);
	complete(&to_window(ref)->cmp);
}

static void actions_percpu_exit(void *data)
{
	struct percpu_ref *ref = data;
	struct window *w = to_window(ref);

	dev_dbg(w->dev, "%s\n", __func__);
	wait_for_completion(&w->cmp);
	percpu_ref_exit(ref);
}

static void actions_percpu_kill(void *data)
{
	struct percpu_ref *ref = data;
	struct window *w = to_window(ref);

	dev_dbg(w->dev, "%s\n", __func__);
	percpu_ref_kill(ref);
}

static int actions_probe(struct device *dev)
{
	struct resource res = { .start = 1UL << 41, .end = (1UL << 41) + (1UL << 29) - 1 };
	struct window *w;
	void *addr;
	int rc;

	w = devm_kzalloc(dev, sizeof(*w), GFP_KERNEL);
	if (!w)
		return -ENOMEM;
	w->dev = dev;
	memcpy(&w->pgmap.res, &res, sizeof(res));
	init_completion(&w->cmp);
	rc = percpu_ref_init(&w->ref, actions_release, 0, GFP_KERNEL);
	if (rc)
		return rc;

	rc = devm_add_action_or_reset(dev, actions_percpu_exit, &w->ref);
	if (rc)
		return rc;

	w->pgmap.ref = &w->ref;
	addr = devm_memremap_pages(dev, &w->pgmap);
	if (IS_ERR(addr)) {
		devm_remove_action(dev, actions_percpu_exit, &w->ref);
		percpu_ref_exit(&w->ref);
		return PTR_ERR(addr);
	}

	rc = devm_add_action_or_reset(dev, actions_percpu_kill, &w->ref);
	if (rc)
		return rc;
	return 0;
}

static struct device_driver actions_driver = {
	.name = "actions",
	.probe = actions_probe,
};

static int __init actions_init(void)
{
	return driver_register(&actions_driver);
}

static void __exit actions_exit(void)
{
	driver_unregister(&actions_driver);
}

module_init(actions_init);
module_exit(actions_exit);
MODULE_LICENSE("GPL");
