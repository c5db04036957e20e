// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct nic {
	struct dev_pagemap map;
};

int nic_map(struct device *dev, struct nic *n)
{
	void *at = devm_memremap_pages(dev, &n->map);

	return IS_ERR(at);
}
