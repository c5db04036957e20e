// SPDX-License-Identifier: GPL-2.0-only
/* Private memory has its page_free() called. */
#include <linux/memremap.h>

static int freed;

static void private_free(struct page *page)
{
	freed++;
}

static const struct dev_pagemap_ops private_ops = {
	.page_free = private_free,
};

void private_map(struct dev_pagemap *map, struct dev_pagemap *dax)
{
	map->type = MEMORY_DEVICE_PRIVATE;
	map->ops = &private_ops;
	dax->type = MEMORY_DEVICE_FS_DAX;
}
