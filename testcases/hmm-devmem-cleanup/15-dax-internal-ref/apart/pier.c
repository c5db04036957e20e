// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include "pier.h"

static void pier_gone(struct percpu_ref *count)
{
	struct pier *pier = container_of(count, typeof(*pier), count);

	complete(&pier->gone);
}

static void pier_kill(struct dev_pagemap *map)
{
	dev_dbg(&container_of(map, struct pier, map)->dev, "closes\n");
	percpu_ref_kill(map->ref);
}

static void pier_cleanup(struct dev_pagemap *map)
{
	struct pier *pier = container_of(map, struct pier, map);

	wait_for_completion(&pier->gone);
	percpu_ref_exit(&pier->count);
}

static const struct dev_pagemap_ops pier_ops = {
	.cleanup = pier_cleanup,
	.kill = pier_kill,
};

int pier_map(struct pier *pier);
int pier_map(struct pier *pier)
{
	int rc = -ENODEV;

	if (!pier->slots)
		goto out;
	init_completion(&pier->gone);
	rc = percpu_ref_init(&pier->count, pier_gone, 0, GFP_KERNEL);
	if (rc)
		goto out;

	pier->map.type = MEMORY_DEVICE_PCI_P2PDMA;
	pier->map.ref = &pier->count;
	pier->map.ops = &pier_ops;
	rc = IS_ERR(devm_memremap_pages(&pier->dev, &pier->map));
out:
	return rc;
}
