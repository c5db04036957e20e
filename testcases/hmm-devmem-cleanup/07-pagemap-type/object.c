// SPDX-License-Identifier: GPL-2.0-only
/* The type is in the initialiser of an object that is mapped by a pointer. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static struct lamp {
	const char *name;
	struct dev_pagemap map;
} the_lamp = {
	.name = "lamp",
	.map = { .type = MEMORY_DEVICE_FS_DAX },
};

typedef struct {
	int number;
	struct dev_pagemap map;
} bulb_t;

static bulb_t the_bulb = {
	.map = {
		.type = MEMORY_DEVICE_PCI_P2PDMA,
	},
};

struct tube {
	struct dev_pagemap map;
	struct resource res;
};

static struct tube the_tube = {
	.res = { .start = 4096 },
	.map = { .type = MEMORY_DEVICE_FS_DAX },
};

int light(struct device *dev, struct resource *res);

int light(struct device *dev, struct resource *res)
{
	struct lamp *lamp = &the_lamp;
	bulb_t *bulb = &the_bulb;
	struct tube *tube = &the_tube;

	lamp->map.res = *res;
	bulb->map.res = *res;
	tube->map.res = tube->res;
	if (IS_ERR(devm_memremap_pages(dev, &lamp->map)))
		return -ENXIO;
	if (IS_ERR(devm_memremap_pages(dev, &bulb->map)))
		return -ENXIO;
	return IS_ERR(devm_memremap_pages(dev, &tube->map)) ? -ENXIO : 0;
}
