// SPDX-License-Identifier: GPL-2.0-only
/* Mended already, by the type and by what was kept of it. */
#include <linux/device.h>
#include <linux/io.h>
#include <linux/kasan.h>
#include <linux/memory_hotplug.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int asked_map(struct device *dev, struct dev_pagemap *map, int nid)
{
	struct mhp_restrictions lim = { .altmap = NULL };
	u64 start = map->res.start, size = resource_size(&map->res);
	bool is_private = map->type == MEMORY_DEVICE_PRIVATE;
	int err;

	if (is_private) {
		err = add_pages(nid, PHYS_PFN(start), PHYS_PFN(size), &lim);
	} else {
		err = kasan_add_zero_shadow(__va(start), size);
		if (err)
			return err;
		err = arch_add_memory(nid, start, size, &lim);
	}
	if (err)
		goto fail;
	return 0;
fail:
	if (!is_private)
		kasan_remove_zero_shadow(__va(start), size);
	return err;
}

int asked_again(struct device *dev, struct dev_pagemap *map, int nid)
{
	struct mhp_restrictions lim = { .altmap = NULL };
	u64 start = map->res.start, size = resource_size(&map->res);
	int err;

	if (map->type == MEMORY_DEVICE_PRIVATE) {
		err = add_pages(nid, PHYS_PFN(start), PHYS_PFN(size), &lim);
	} else {
		err = kasan_add_zero_shadow(__va(start), size);
		if (err)
			return err;
		err = arch_add_memory(nid, start, size, &lim);
	}
	if (!err)
		return 0;
	if (map->type != MEMORY_DEVICE_PRIVATE) {
		dev_info(dev, "shadow goes\n");
		kasan_remove_zero_shadow(__va(start), size);
	}
	return err;
}
