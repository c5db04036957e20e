// SPDX-License-Identifier: GPL-2.0-only
/* A core that leaves the work to a function of its own. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static void *really_map(struct device *dev, struct dev_pagemap *p)
{
	return p->ref ? dev : NULL;
}

void *devm_memremap_pages(struct device *dev, struct dev_pagemap *p)
{
	return really_map(dev, p);
}
EXPORT_SYMBOL_GPL(devm_memremap_pages);
