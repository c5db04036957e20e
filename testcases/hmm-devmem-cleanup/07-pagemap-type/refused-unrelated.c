// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct nic {
	struct dev_pagemap map;
};

void nic_prepare(struct nic *n)
{
	n->map.type = MEMORY_DEVICE_FS_DAX;
}

void *nic_map(struct device *dev, struct nic *n)
{
	return devm_memremap_pages(dev, &n->map);
}
