// SPDX-License-Identifier: GPL-2.0-only
/* The types are set here, in ways that do not name the member with the type. */
#include "bench.h"

struct bench the_bench;

void bench_kinds(struct bench *b)
{
	struct dev_pagemap *map = &b->window;
	int i;

	map->type = MEMORY_DEVICE_FS_DAX;
	for (i = 0; i < 2; i++)
		b->banks[i].map.type = MEMORY_DEVICE_FS_DAX;
}

int bench_fresh(struct device *dev, struct bench *b)
{
	struct dev_pagemap *map = devm_kzalloc(dev, sizeof(*map), GFP_KERNEL);

	if (!map)
		return -ENOMEM;
	map->type = MEMORY_DEVICE_PCI_P2PDMA;
	b->fresh = map;
	return 0;
}
