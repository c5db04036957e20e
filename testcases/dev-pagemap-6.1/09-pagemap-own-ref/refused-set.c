// SPDX-License-Identifier: GPL-2.0-only
#include <linux/memremap.h>

void refused_set(struct dev_pagemap *map, struct percpu_ref *ref)
{
	map->ref = ref;
}
