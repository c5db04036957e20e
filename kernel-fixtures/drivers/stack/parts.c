// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/percpu-refcount.h>

struct window {
	struct dev_pagemap map;
	int number;
};

static struct percpu_ref parts_ref;

static void parts_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void parts_cleanup(struct percpu_ref *ref)
{
	percpu_ref_exit(ref);
}

void *parts_map(struct device *dev, struct resource *res);
void *parts_map(struct device *dev, struct resource *res)
{
	struct window window = { .number = 1 };
	struct dev_pagemap *map = &window.map;

	map->type = MEMORY_DEVICE_FS_DAX;
	map->ref = &parts_ref;
	map->res = *res;
	map->kill = parts_kill;
	map->cleanup = parts_cleanup;
	return devm_memremap_pages(dev, map);
}
