// SPDX-License-Identifier: GPL-2.0-only
/*
 * What goes with the device.
 */
#include <linux/device.h>
#include <linux/export.h>
#include <linux/slab.h>

/* ->data is what the action gets; no struct dev_pagemap far and wide. */
struct action_devres {
	struct list_head node;
	void (*action)(void *data);
	void *data;
};

static void devm_kmalloc_release(void *data)
{
	kfree(data);
}

static void devm_run(struct device *dev, void (*action)(void *), void *data)
{
	struct action_devres *devres, *next;

	list_for_each_entry_safe(devres, next, &dev->devres_head, node) {
		if (action && (devres->action != action || devres->data != data))
			continue;
		list_del(&devres->node);
		devres->action(devres->data);
		kfree(devres);
	}
}

int devm_add_action(struct device *dev, void (*action)(void *), void *data)
{
	struct action_devres *devres = kmalloc(sizeof(*devres), GFP_KERNEL);

	if (!devres)
		return -ENOMEM;
	devres->action = action;
	devres->data = data;
	spin_lock(&dev->devres_lock);
	list_add(&devres->node, &dev->devres_head);
	spin_unlock(&dev->devres_lock);
	return 0;
}
EXPORT_SYMBOL_GPL(devm_add_action);

void devm_release_action(struct device *dev, void (*action)(void *),
			 void *data)
{
	devm_run(dev, action, data);
}
EXPORT_SYMBOL_GPL(devm_release_action);

void devm_release_all(struct device *dev)
{
	devm_run(dev, NULL, NULL);
}

void *devm_kmalloc(struct device *dev, size_t size, gfp_t gfp)
{
	void *p = kmalloc(size, gfp);

	if (p && devm_add_action_or_reset(dev, devm_kmalloc_release, p))
		return NULL;
	return p;
}
EXPORT_SYMBOL_GPL(devm_kmalloc);

void devm_kfree(struct device *dev, const void *p)
{
	devm_run(dev, devm_kmalloc_release, (void *)p);
}
EXPORT_SYMBOL_GPL(devm_kfree);
