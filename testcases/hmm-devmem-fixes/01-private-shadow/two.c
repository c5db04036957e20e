// SPDX-License-Identifier: GPL-2.0-only
/* Two ways out, and a second map that is only looked at. */
#include <linux/device.h>
#include <linux/io.h>
#include <linux/kasan.h>
#include <linux/memory_hotplug.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int two_map(struct device *dev, struct dev_pagemap *map, int nid)
{
	struct mhp_restrictions lim = { .altmap = NULL };
	struct dev_pagemap *other = get_dev_pagemap(17, NULL);
	u64 start = map->res.start, size = resource_size(&map->res);
	int err;

	put_dev_pagemap(other);
	if (map->type == MEMORY_DEVICE_PRIVATE) {
		err = add_pages(nid, PHYS_PFN(start), PHYS_PFN(size), &lim);
		if (err)
			goto fail;
	} else {
		err = kasan_add_zero_shadow(__va(start), size);
		if (err)
			return err;
		err = arch_add_memory(nid, start, size, &lim);
		if (err)
			goto fail;
	}
	err = dev_to_node(dev);
	if (err < 0) {
		kasan_remove_zero_shadow(__va(start), size);
		return -ENODEV;
	}
	return 0;
fail:
	kasan_remove_zero_shadow(__va(start), size);
	return err;
}
