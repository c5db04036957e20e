// SPDX-License-Identifier: GPL-2.0-only
/* A function adds, its caller undoes. */
#include <linux/device.h>
#include <linux/io.h>
#include <linux/kasan.h>
#include <linux/memory_hotplug.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static int function_add(int nid, struct dev_pagemap *p,
			struct mhp_restrictions *lim)
{
	u64 start = p->res.start, size = resource_size(&p->res);
	int rc;

	if (p->type == MEMORY_DEVICE_PRIVATE)
		return add_pages(nid, PHYS_PFN(start), PHYS_PFN(size), lim);
	rc = kasan_add_zero_shadow(__va(start), size);
	if (rc)
		return rc;
	return arch_add_memory(nid, start, size, lim);
}

int function_map(struct device *dev, struct dev_pagemap *given)
{
	struct mhp_restrictions lim = { .altmap = pgmap_altmap(given) };
	int rc;

	rc = function_add(dev_to_node(dev), given, &lim);
	if (!rc)
		return 0;
	kasan_remove_zero_shadow(__va(given->res.start),
				 resource_size(&given->res));
	return rc;
}
