// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/memremap.h>

/* A device of something else. */
struct pgmap_user {
	struct device *dev;
	struct dev_pagemap *pgmap;
};

struct device *other(struct pgmap_user *pgmap)
{
	pgmap->dev = 0;		/* pgmap->dev of a map is another */
	return pgmap->dev;
}
