// SPDX-License-Identifier: GPL-2.0-only
/* Reworked: it searches from the bottom, and nobody knows what that is for. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/ioport.h>
#include <linux/mm.h>
#include <linux/mmzone.h>

#define PA_SECTION_SIZE (1UL << PA_SECTION_SHIFT)

struct resource *hmm_devmem_gap(struct device *dev, unsigned long size);

struct resource *hmm_devmem_gap(struct device *dev, unsigned long size)
{
	resource_size_t gap;

	size = ALIGN(size, PA_SECTION_SIZE);
	for (gap = size; gap < iomem_resource.end; gap += size)
		if (region_intersects(gap, size, 0, IORES_DESC_NONE) ==
		    REGION_DISJOINT)
			return devm_request_mem_region(dev, gap, size, "hmm");
	return NULL;
}
