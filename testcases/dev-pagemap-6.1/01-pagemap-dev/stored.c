// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/memremap.h>

struct bank {
	struct dev_pagemap pagemap;
	struct device *dev;
};

int bank_probe(struct device *dev, struct bank *bank)
{
	struct dev_pagemap *m = &bank->pagemap;

	bank->dev = dev;
	if (IS_ERR(devm_memremap_pages(dev, &bank->pagemap)))
		return -EIO;
	return dev_to_node(m->dev);
}
