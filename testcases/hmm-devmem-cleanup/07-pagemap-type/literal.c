// SPDX-License-Identifier: GPL-2.0-only
/* The type is in what the whole structure is set to, if at all. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct sheet {
	struct dev_pagemap *map;
	struct dev_pagemap own;
};

int sheet_typed(struct device *dev, struct sheet *sheet, struct resource *res);
int sheet_typed(struct device *dev, struct sheet *sheet, struct resource *res)
{
	sheet->map = devm_kzalloc(dev, sizeof(*sheet->map), GFP_KERNEL);
	if (!sheet->map)
		return -ENOMEM;
	*sheet->map = (struct dev_pagemap) {
		.type = MEMORY_DEVICE_PCI_P2PDMA,
		.res = *res,
	};
	return IS_ERR(devm_memremap_pages(dev, sheet->map)) ? -ENXIO : 0;
}

int sheet_untyped(struct device *dev, struct sheet *sheet, struct resource *res);
int sheet_untyped(struct device *dev, struct sheet *sheet, struct resource *res)
{
	sheet->own = (struct dev_pagemap) { .res = *res };
	return IS_ERR(devm_memremap_pages(dev, &sheet->own)) ? -ENXIO : 0;
}
