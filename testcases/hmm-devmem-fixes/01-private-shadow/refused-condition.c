// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/io.h>
#include <linux/kasan.h>
#include <linux/memory_hotplug.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int condition_map(struct device *dev, struct dev_pagemap *map, bool loud)
{
	struct mhp_restrictions lim = { .altmap = NULL };
	u64 start = map->res.start, size = resource_size(&map->res);
	int err;

	if (map->type == MEMORY_DEVICE_PRIVATE) {
		err = add_pages(0, PHYS_PFN(start), PHYS_PFN(size), &lim);
	} else {
		err = kasan_add_zero_shadow(__va(start), size);
		if (err)
			return err;
		err = arch_add_memory(0, start, size, &lim);
	}
	if (!err)
		return 0;
	if (loud)
		kasan_remove_zero_shadow(__va(start), size);
	return err;
}
