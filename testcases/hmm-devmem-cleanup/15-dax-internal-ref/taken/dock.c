// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include "dock.h"

static void dock_gone(struct percpu_ref *count)
{
	struct dock *dock = container_of(count, typeof(*dock), count);

	complete(&dock->gone);
}

static void dock_kill(struct dev_pagemap *map)
{
	dev_dbg(&container_of(map, struct dock, map)->dev, "closes\n");
	percpu_ref_kill(map->ref);
}

static void dock_cleanup(struct dev_pagemap *map)
{
	struct dock *dock = container_of(map, struct dock, map);

	wait_for_completion(&dock->gone);
	percpu_ref_exit(&dock->count);
}

static const struct dev_pagemap_ops dock_ops = {
	.cleanup = dock_cleanup,
	.kill = dock_kill,
};

int dock_map(struct dock *dock);
int dock_map(struct dock *dock)
{
	int rc = -ENODEV;

	if (!dock->slots)
		goto out;
	init_completion(&dock->gone);
	rc = percpu_ref_init(&dock->count, dock_gone, 0, GFP_KERNEL);
	if (rc)
		goto out;

	dock->map.type = MEMORY_DEVICE_PCI_P2PDMA;
	dock->map.ref = &dock->count;
	dock->map.ops = &dock_ops;
	rc = IS_ERR(devm_memremap_pages(&dock->dev, &dock->map));
out:
	return rc;
}
