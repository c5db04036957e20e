// SPDX-License-Identifier: GPL-2.0-only
#include "disk.h"

struct dev_pagemap *disk_map_of(struct disk *d)
{
	return &d->map;
}

void disk_kind(struct disk *d)
{
	struct dev_pagemap *map = disk_map_of(d);

	map->type = MEMORY_DEVICE_FS_DAX;
}
