// SPDX-License-Identifier: GPL-2.0-only
/* A core that somebody has worked on. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static int count_of_maps;

/**
 * devm_memremap_pages - map, and count
 * @host: the device
 * @map: the map
 */
void *devm_memremap_pages(struct device *host, struct dev_pagemap *map)
{
	struct resource *where = &map->res;
	struct {
		int nr;
	} local = {
		/* not yet */
		.nr = 0,
	};

	/* a local patch: refuse what is empty */
	if (!resource_size(where)) {
		int why = -EINVAL;

		dev_warn(host, "empty map\n");
		return ERR_PTR(why);
	}

	switch (map->type) {
	case MEMORY_DEVICE_PRIVATE:
		local.nr = 2;
		break;
	default:
		local.nr = 1;
		break;
	}

	if (!map->ref || !map->kill || !map->cleanup) {
		WARN(1, "no way to tear %llx down\n", where->start);
		return ERR_PTR(-EINVAL);
	}
	count_of_maps += local.nr;
	return NULL;
}
EXPORT_SYMBOL_GPL(devm_memremap_pages);
