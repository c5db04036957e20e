// SPDX-License-Identifier: GPL-2.0-only
/* A core with patches of its own, and other names. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static int maps;

/**
 * devm_memremap_pages - map, and count
 * @host: the device
 * @map: the map
 */
void *devm_memremap_pages(struct device *host, struct dev_pagemap *map)
{
	int failed = 0;

	/* a local patch */
	if (maps > 99)
		return ERR_PTR(-EBUSY);

	if (!map->ref || !map->ops || !map->ops->kill || !map->ops->cleanup) {
		dev_warn(host, "no way to tear it down\n");
		return ERR_PTR(-EINVAL);
	}
	maps++;
	if (!resource_size(&map->res))
		failed = -ERANGE;
	if (failed)
		return ERR_PTR(failed);
	return host;
}
EXPORT_SYMBOL_GPL(devm_memremap_pages);

/* How many want it. */
static atomic_t wanted;
/* a local patch: how often it was switched */
static unsigned long switched;
static unsigned long on_times = 1;
static unsigned long off_times = 1;
static unsigned long kept_below;

unsigned long core_below(void);

unsigned long core_below(void)
{
	return kept_below++;
}

/**
 * dev_pagemap_get_ops - watch pages
 */
void dev_pagemap_get_ops(void)
{
	if (atomic_inc_return(&wanted) != 1)
		return;
	switched++;
	on_times++;
	static_branch_enable(&devmap_managed_key);
}
EXPORT_SYMBOL(dev_pagemap_get_ops);

void dev_pagemap_put_ops(void)
{
	/* the last one */
	if (atomic_dec_return(&wanted))
		return;
	switched++;
	off_times++;
	static_branch_disable(&devmap_managed_key);
}
EXPORT_SYMBOL(dev_pagemap_put_ops);
