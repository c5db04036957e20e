// SPDX-License-Identifier: GPL-2.0-only
/* Resources of others. */
#include <linux/ioport.h>
#include <linux/memremap.h>

struct bar {
	struct resource res;	/* pgmap->res is another one */
	struct dev_pagemap *map;
};

u64 others(struct bar *bar, struct resource *from)
{
	bar->res = *from;
	bar->res.end = 7;
	return bar->res.start + resource_size(&bar->res);
}
