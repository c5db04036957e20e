// SPDX-License-Identifier: GPL-2.0-only
/* A core that looks at the type in its own way already. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/export.h>

/* MEMORY_DEVICE_DEVDAX is known here. */
enum memory_type {
	MEMORY_DEVICE_PRIVATE = 1,
	MEMORY_DEVICE_FS_DAX,
	MEMORY_DEVICE_DEVDAX,
	MEMORY_DEVICE_PCI_P2PDMA,
};

struct dev_pagemap {
	void *ref;
	enum memory_type type;
};

void *devm_memremap_pages(struct device *dev, struct dev_pagemap *pgmap);

void *devm_memremap_pages(struct device *dev, struct dev_pagemap *pgmap)
{
	if (pgmap->type != MEMORY_DEVICE_FS_DAX &&
	    pgmap->type != MEMORY_DEVICE_DEVDAX)
		return ERR_PTR(-EINVAL);
	return pgmap->ref ? dev : NULL;
}
EXPORT_SYMBOL_GPL(devm_memremap_pages);
