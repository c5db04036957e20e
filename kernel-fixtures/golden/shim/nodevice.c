// SPDX-License-Identifier: GPL-2.0-only
/* The tree's header as code sees it where there is no ZONE_DEVICE. */
#include "kernel.h"
#include <linux/memremap.h>

#include "adapter.h"

static struct dev_pagemap nowhere;
static struct device device;

void *nodevice_map(void)
{
	return devm_memremap_pages(&device, &nowhere);
}

void nodevice_unmap(void)
{
	devm_memunmap_pages(&device, &nowhere);
}

void *nodevice_get(void)
{
	return get_dev_pagemap(WINDOW_PFN, NULL);
}

unsigned long nodevice_altmap_offset(void)
{
	struct vmem_altmap altmap = { .reserve = 3, .free = 5 };

	return vmem_altmap_offset(&altmap);
}

unsigned long nodevice_altmap_free(void)
{
	struct vmem_altmap altmap = { .alloc = 7 };

	vmem_altmap_free(&altmap, 2);
	return altmap.alloc;
}
