// SPDX-License-Identifier: GPL-2.0-only
/* Whose memory it was, is not said where the shadow goes. */
#include <linux/device.h>
#include <linux/io.h>
#include <linux/kasan.h>
#include <linux/memory_hotplug.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct lost {
	struct dev_pagemap *map;
	u64 start, size;
};

static int lost_add(struct dev_pagemap *map)
{
	struct mhp_restrictions lim = { .altmap = NULL };
	u64 start = map->res.start, size = resource_size(&map->res);
	int err;

	if (map->type == MEMORY_DEVICE_PRIVATE)
		return add_pages(0, PHYS_PFN(start), PHYS_PFN(size), &lim);
	err = kasan_add_zero_shadow(__va(start), size);
	return err ? err : arch_add_memory(0, start, size, &lim);
}

int lost_open(struct lost *l)
{
	int err = lost_add(l->map);

	if (err)
		kasan_remove_zero_shadow(__va(l->start), l->size);
	return err;
}
