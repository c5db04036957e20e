// SPDX-License-Identifier: GPL-2.0-only
/* A core that does not tell the kinds of memory apart. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static int core_check(struct dev_pagemap *map)
{
	if (!map)
		return -EINVAL;
	return 0;
}

int core_checked(struct dev_pagemap *map);

int core_checked(struct dev_pagemap *map)
{
	return core_check(map);
}

void *devm_memremap_pages(struct device *dev, struct dev_pagemap *pgmap)
{
	if (!pgmap->ref)
		return ERR_PTR(-EINVAL);
	if (resource_size(&pgmap->res))
		dev_set_drvdata(dev, pgmap);
	percpu_ref_get_many(pgmap->ref, 1);
	return dev;
}
