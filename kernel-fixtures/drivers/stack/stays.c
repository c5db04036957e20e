// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/percpu-refcount.h>

static struct percpu_ref stays_ref;

static void stays_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void stays_cleanup(struct percpu_ref *ref)
{
	percpu_ref_exit(ref);
}

void *stays_map(struct device *dev, struct resource *res);
void *stays_map(struct device *dev, struct resource *res)
{
	static struct dev_pagemap map = {
		.type = MEMORY_DEVICE_FS_DAX,
		.ref = &stays_ref,
		.kill = stays_kill,
		.cleanup = stays_cleanup,
	};

	map.res = *res;
	return devm_memremap_pages(dev, &map);
}
