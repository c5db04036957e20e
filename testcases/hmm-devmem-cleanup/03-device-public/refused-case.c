// SPDX-License-Identifier: GPL-2.0-only
/* A case for such memory alone. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int refused_case(struct dev_pagemap *pgmap);

int refused_case(struct dev_pagemap *pgmap)
{
	switch (pgmap->type) {
	case MEMORY_DEVICE_PRIVATE:
		return 1;
	case MEMORY_DEVICE_PUBLIC:
		return 2;
	default:
		return 3;
	}
}
