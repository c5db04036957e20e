// SPDX-License-Identifier: GPL-2.0-only
/* The type is asked for once; what has failed is undone on the spot. */
#include <linux/device.h>
#include <linux/io.h>
#include <linux/kasan.h>
#include <linux/memory_hotplug.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int held_map(struct device *dev, struct dev_pagemap *map)
{
	struct mhp_restrictions lim = { .altmap = NULL };
	u64 start = map->res.start, size = resource_size(&map->res);
	bool is_private = map->type == MEMORY_DEVICE_PRIVATE;
	int ret;

	if (is_private) {
		ret = add_pages(0, PHYS_PFN(start), PHYS_PFN(size), &lim);
	} else {
		ret = kasan_add_zero_shadow(__va(start), size);
		if (ret)
			return ret;
		ret = arch_add_memory(0, start, size, &lim);
	}
	if (ret) {
		dev_warn(dev, "failed: %d\n", ret);
		kasan_remove_zero_shadow(__va(start), size);
		return ret;
	}
	return 0;
}
