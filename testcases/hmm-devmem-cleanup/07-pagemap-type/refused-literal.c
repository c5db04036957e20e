// SPDX-License-Identifier: GPL-2.0-only
/* Typed by a literal, but not on all ways. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int leaf_map(struct device *dev, struct dev_pagemap **maps, bool fresh);
int leaf_map(struct device *dev, struct dev_pagemap **maps, bool fresh)
{
	if (fresh)
		*maps[0] = (struct dev_pagemap) {
			.type = MEMORY_DEVICE_PCI_P2PDMA,
		};
	return IS_ERR(devm_memremap_pages(dev, maps[0])) ? -ENXIO : 0;
}
