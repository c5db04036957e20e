// SPDX-License-Identifier: GPL-2.0-only
// data is something else than what the pagemap is part of.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/memremap.h>

struct bay {
	struct dev_pagemap map;
	struct percpu_ref ref;
	struct device *dev;
};

static void bay_free(struct page *page, void *data)
{
	struct device *dev = data;

	put_device(dev);
}

static const struct dev_pagemap_ops bay_ops = {
	.page_free = bay_free,
};

void bay_setup(struct bay *bay);
void bay_setup(struct bay *bay)
{
	bay->map.ops = &bay_ops;
	bay->map.data = bay->dev;
}
