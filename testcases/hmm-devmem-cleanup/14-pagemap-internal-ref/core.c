// SPDX-License-Identifier: GPL-2.0-only
/* A core with patches of its own, other names and other words. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static int maps;

/* Takes it down. */
static void devm_memremap_pages_release(void *what)
{
	struct dev_pagemap *map = what;

	dev_info(map->dev, "map %d goes\n", maps);
	if (map->ops->kill)
		map->ops->kill(map);
	/* a local patch: count */
	maps--;
	map->ops->cleanup(map);
}

static int local_check(struct dev_pagemap *map)
{
	if (!map->ops->page_free)
		return -EINVAL;
	return maps > 99 ? -EBUSY : 0;
}

/**
 * devm_memremap_pages - map, and count
 * @host: the device
 * @map: the map; what is said of pgmap->ref must be read with care
 */
void *devm_memremap_pages(struct device *host, struct dev_pagemap *map)
{
	int failed = 0;

	if (resource_size(&map->res) == 0)
		return ERR_PTR(-ERANGE);

	if (!map->ops || !map->ref ||
	    !map->ops->kill || !map->ops->cleanup) {
		/* a local patch: say who */
		dev_warn(host, "no way to tear it down\n");
		return ERR_PTR(-EINVAL);
	}

	failed = local_check(map);
	if (failed)
		goto out;
	maps++;
	failed = devm_add_action_or_reset(host, devm_memremap_pages_release,
					  map);
	if (failed)
		return ERR_PTR(failed);
	return host;

out:
	map->ops->kill(map);
	map->ops->cleanup(map);
	return ERR_PTR(failed);
}
EXPORT_SYMBOL_GPL(devm_memremap_pages);
