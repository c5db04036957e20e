// SPDX-License-Identifier: GPL-2.0-only
/* The shadow goes where it was made. */
#include <linux/device.h>
#include <linux/io.h>
#include <linux/kasan.h>
#include <linux/memory_hotplug.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int undone_map(struct device *dev, struct dev_pagemap *map, int nid)
{
	struct mhp_restrictions lim = { .altmap = NULL };
	u64 start = map->res.start, size = resource_size(&map->res);
	int err;

	if (map->type == MEMORY_DEVICE_PRIVATE) {
		err = add_pages(nid, PHYS_PFN(start), PHYS_PFN(size), &lim);
		if (err)
			return err;
	} else {
		err = kasan_add_zero_shadow(__va(start), size);
		if (err)
			return err;
		err = arch_add_memory(nid, start, size, &lim);
		if (err) {
			kasan_remove_zero_shadow(__va(start), size);
			return err;
		}
	}
	return 0;
}

void undone_unmap(struct dev_pagemap *map)
{
	kasan_remove_zero_shadow(__va(map->res.start),
				 resource_size(&map->res));
}
