// SPDX-License-Identifier: GPL-2.0-only
/* The type itself is looked at. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

int types_compare(struct dev_pagemap *pgmap);
int types_switch(struct dev_pagemap *pgmap);
int types_one(struct page *page);
int types_desc(struct resource *res);

int types_compare(struct dev_pagemap *pgmap)
{
	if (pgmap->type == MEMORY_DEVICE_PUBLIC)
		return 1;
	if (pgmap->type != MEMORY_DEVICE_PUBLIC &&
	    pgmap->type != MEMORY_DEVICE_PRIVATE)
		return 2;
	return 0;
}

int types_switch(struct dev_pagemap *pgmap)
{
	int n = 0;

	switch (pgmap->type) {
	case MEMORY_DEVICE_PUBLIC:
	case MEMORY_DEVICE_FS_DAX:
		n = 1;
		break;
	case MEMORY_DEVICE_PRIVATE:
		n = 2;
		break;
	default:
		n = 3;
	}
	switch (pgmap->type) {
	case MEMORY_DEVICE_FS_DAX:
		n++;
		break;
	case MEMORY_DEVICE_PUBLIC:
	default:
		n--;
	}
	return n;
}

int types_one(struct page *page)
{
	switch (page->pgmap->type) {
	case MEMORY_DEVICE_PRIVATE:
	case MEMORY_DEVICE_PUBLIC:
		/* not ours */
		return -EINVAL;
	default:
		break;
	}

	switch (page->pgmap->type) {
	case MEMORY_DEVICE_PUBLIC:
	case MEMORY_DEVICE_FS_DAX:
		return 1;
	default:
		break;
	}
	return 0;
}

int types_desc(struct resource *res)
{
	if (res->desc == IORES_DESC_DEVICE_PRIVATE_MEMORY ||
	    res->desc == IORES_DESC_DEVICE_PUBLIC_MEMORY)
		return 1;
	return 0;
}
