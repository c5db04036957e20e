// SPDX-License-Identifier: GPL-2.0-only
/* Each kind of memory has its own test; the same word is said twice. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

void *devm_memremap_pages(struct device *dev, struct dev_pagemap *pgmap)
{
	int nr = 0;

	switch (pgmap->type) {
	case MEMORY_DEVICE_PRIVATE:
		if (!IS_ENABLED(CONFIG_DEVICE_PRIVATE))
			return ERR_PTR(-EINVAL);
		while (nr++ < 8) {
			if (resource_size(&pgmap->res) >> nr)
				break;
		}
		break;
	case MEMORY_DEVICE_FS_DAX:
		nr++;
		break;
	default:
		break;
	}
	if (!pgmap->ref)
		return NULL;
	switch (pgmap->type) {
	case MEMORY_DEVICE_PRIVATE:
		nr += 4;
		break;
	case MEMORY_DEVICE_PCI_P2PDMA:
		nr += 2;
		break;
	default:
		nr++;
	}
	dev_set_drvdata(dev, nr ? pgmap : NULL);
	percpu_ref_get_many(pgmap->ref, 1);
	return dev;
}
