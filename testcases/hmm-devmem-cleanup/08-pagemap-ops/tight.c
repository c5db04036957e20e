// SPDX-License-Identifier: GPL-2.0-only
/* No blank line above the function that gets the table. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

typedef struct percpu_ref tight_count;

static void tight_kill(tight_count *count)
{
	percpu_ref_kill(count);
}
static void tight_cleanup(tight_count *count)
{
	percpu_ref_exit(count);
}
int tight_map(struct device *dev, struct dev_pagemap *map, tight_count *count);
int
tight_map(struct device *dev, struct dev_pagemap *map, tight_count *count)
{
	map->ref = count;
	map->kill = tight_kill;
	map->cleanup = tight_cleanup;
	return IS_ERR(devm_memremap_pages(dev, map)) ? -ENXIO : 0;
}
