// SPDX-License-Identifier: GPL-2.0-only
#include "disk.h"

void *disk_start(struct device *dev, struct disk *d);

void *disk_start(struct device *dev, struct disk *d)
{
	disk_kind(d);
	return devm_memremap_pages(dev, &d->map);
}
