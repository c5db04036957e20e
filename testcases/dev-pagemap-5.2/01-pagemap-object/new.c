// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/memremap.h>

/* It has its map already; and others' functions of the name. */
struct ours {
	struct dev_pagemap map;
	void *(*devm_memremap_pages)(int a, int b, int c, int d);
};

void *ours(struct device *dev, struct ours *o)
{
	return devm_memremap_pages(dev, &o->map);
}
