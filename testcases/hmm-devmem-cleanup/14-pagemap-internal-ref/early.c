// SPDX-License-Identifier: GPL-2.0-only
/*
 * A driver that looks at its own map, as struct dev_pagemap has it with a
 * struct percpu_ref and a struct vmem_altmap, and takes it down early.
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/ioport.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct early {
	struct dev_pagemap map;
	bool mapped;
};

int early_map(struct device *dev, struct early *e);
void early_stop(struct early *e);

int early_map(struct device *dev, struct early *e)
{
	struct dev_pagemap *map = &e->map;

	if (!map->ops->page_free)
		return -EINVAL;
	e->mapped = !IS_ERR(devm_memremap_pages(dev, map));
	return e->mapped ? 0 : -EIO;
}
EXPORT_SYMBOL_GPL(early_map);

void early_stop(struct early *e)
{
	struct dev_pagemap *map = &e->map;

	WARN_ON(!map->ops->kill);
	if (!e->mapped)
		return;
	if (map->ops->kill)
		map->ops->kill(map);
	map->ops->kill(map);
	map->ops->cleanup(map);
}
EXPORT_SYMBOL_GPL(early_stop);
