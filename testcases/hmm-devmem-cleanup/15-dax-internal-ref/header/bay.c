// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include "bay.h"

static void bay_gone(struct percpu_ref *count)
{
	struct bay *bay = container_of(count, typeof(*bay), count);

	complete(&bay->gone);
}

static void bay_kill(struct dev_pagemap *map)
{
	dev_dbg(&container_of(map, struct bay, map)->dev, "closes\n");
	percpu_ref_kill(map->ref);
}

static void bay_cleanup(struct dev_pagemap *map)
{
	struct bay *bay = container_of(map, struct bay, map);

	wait_for_completion(&bay->gone);
	percpu_ref_exit(&bay->count);
}

static const struct dev_pagemap_ops bay_ops = {
	.cleanup = bay_cleanup,
	.kill = bay_kill,
};

int bay_map(struct bay *bay);
int bay_map(struct bay *bay)
{
	int rc = -ENODEV;

	if (!bay->slots)
		goto out;
	init_completion(&bay->gone);
	rc = percpu_ref_init(&bay->count, bay_gone, 0, GFP_KERNEL);
	if (rc)
		goto out;

	bay->map.type = MEMORY_DEVICE_PCI_P2PDMA;
	bay->map.ref = &bay->count;
	bay->map.ops = &bay_ops;
	rc = IS_ERR(devm_memremap_pages(&bay->dev, &bay->map));
out:
	return rc;
}
