// SPDX-License-Identifier: GPL-2.0-only
#include <linux/memremap.h>

#define KIND	MEMORY_DEVICE_DEVDAX

enum memory_type kind(struct dev_pagemap *map, bool dax)
{
	map->type = dax ? MEMORY_DEVICE_FS_DAX : MEMORY_DEVICE_DEVDAX;
	switch (map->type) {
	case MEMORY_DEVICE_DEVDAX:
		return KIND;
	default:
		return MEMORY_DEVICE_FS_DAX;
	}
}
