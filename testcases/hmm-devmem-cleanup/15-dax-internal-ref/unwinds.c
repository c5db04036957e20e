// SPDX-License-Identifier: GPL-2.0-only
/*
 * An accelerator: what the file is about, above its first header.
 */

#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/percpu-refcount.h>
#include <linux/slab.h>

struct accel {
	struct device *dev;
	struct percpu_ref ref;
	struct completion cmp;
	struct dev_pagemap *map;
};

static void accel_release(struct percpu_ref *ref)
{
	struct accel *a = container_of(ref, struct accel, ref);

	complete(&a->cmp);
}

static void accel_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void accel_cleanup(struct dev_pagemap *pgmap)
{
	struct accel *a = container_of(pgmap->ref, struct accel, ref);

	wait_for_completion(&a->cmp);
	percpu_ref_exit(&a->ref);
}

static const struct dev_pagemap_ops accel_ops = {
	.kill = accel_kill,
	.cleanup = accel_cleanup,
};

int accel_probe(struct device *dev, struct resource *res);
int accel_probe(struct device *dev, struct resource *res)
{
	struct accel *a;
	void *addr;
	int ret = -ENOMEM;

	a = kzalloc(sizeof(*a), GFP_KERNEL);
	if (!a)
		goto out;
	a->map = devm_kzalloc(dev, sizeof(*a->map), GFP_KERNEL);
	if (!a->map)
		goto out_free;
	a->dev = dev;
	init_completion(&a->cmp);
	ret = percpu_ref_init(&a->ref, accel_release, 0, GFP_KERNEL);
	if (ret)
		goto out_free;
	a->map->ref = &a->ref;
	a->map->ops = &accel_ops;
	a->map->res = *res;
	a->map->type = MEMORY_DEVICE_DEVDAX;
	addr = devm_memremap_pages(dev, a->map);
	if (IS_ERR(addr)) {
		ret = PTR_ERR(addr);
		goto out_free;
	}
	return 0;
out_free:
	kfree(a);
out:
	return ret;
}
