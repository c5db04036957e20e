// SPDX-License-Identifier: GPL-2.0-only
/* A helper of its own, that returns the region or an error pointer. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmzone.h>

static struct resource *helper_region(struct device *dev, unsigned long size)
{
	struct resource *r = NULL;
	resource_size_t a;

	size = ALIGN(size, (1UL << PA_SECTION_SHIFT));
	a = min((unsigned long)iomem_resource.end,
		(1UL << MAX_PHYSMEM_BITS) - 1);
	a = a - size + 1UL;
	for (; a > size && a >= iomem_resource.start; a -= size) {
		if (region_intersects(a, size, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;
		r = devm_request_mem_region(dev, a, size, dev_name(dev));
		if (!r)
			return ERR_PTR(-ENOMEM);
		break;
	}
	if (!r)
		return ERR_PTR(-ERANGE);
	r->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
	return r;
}

struct resource *helper_first(struct device *dev);
bool helper_busy(struct device *dev, resource_size_t start);
unsigned long helper_size(struct device *dev, unsigned long size);

struct resource *helper_first(struct device *dev)
{
	return helper_region(dev, 1UL << 30);
}

bool helper_busy(struct device *dev, resource_size_t start)
{
	struct resource *r;

	r = devm_request_mem_region(dev, start, PAGE_SIZE, "probe");
	return !r;
}

unsigned long helper_size(struct device *dev, unsigned long size)
{
	struct resource *gap = NULL;
	resource_size_t a;

	size = ALIGN(size, (1UL << PA_SECTION_SHIFT));
	pr_info("%lu sections\n", size >> PA_SECTION_SHIFT);
	a = min((unsigned long)iomem_resource.end,
		(1UL << MAX_PHYSMEM_BITS) - 1);
	a = a - size + 1UL;
	for (; a > size && a >= iomem_resource.start; a -= size) {
		if (region_intersects(a, size, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;
		gap = devm_request_mem_region(dev, a, size, dev_name(dev));
		if (!gap)
			return -ENOMEM;
		break;
	}
	if (!gap)
		return -ERANGE;
	return resource_size(gap);
}
