// SPDX-License-Identifier: GPL-2.0-only
/* Mended already, by a mark. */
#include <linux/device.h>
#include <linux/io.h>
#include <linux/kasan.h>
#include <linux/memory_hotplug.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int mark_map(struct device *dev, struct dev_pagemap *map, int nid)
{
	struct mhp_restrictions lim = { .altmap = NULL };
	u64 start = map->res.start, size = resource_size(&map->res);
	bool shadow = false;
	int err;

	if (map->type == MEMORY_DEVICE_PRIVATE) {
		err = add_pages(nid, PHYS_PFN(start), PHYS_PFN(size), &lim);
	} else {
		err = kasan_add_zero_shadow(__va(start), size);
		if (err)
			goto fail;
		shadow = true;
		err = arch_add_memory(nid, start, size, &lim);
	}
	if (!err)
		return 0;
fail:
	if (shadow)
		kasan_remove_zero_shadow(__va(start), size);
	return err;
}
