// SPDX-License-Identifier: GPL-2.0-only
/* Other searches: upwards, below 4 GiB, under another name, with other errors. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmzone.h>

#define PA_SECTION_SIZE (1UL << PA_SECTION_SHIFT)

int other_up(struct device *dev, struct resource **res, unsigned long size);
int other_low(struct device *dev, struct resource **res, unsigned long size);
int other_name(struct device *dev, struct resource **res, unsigned long size);
int other_error(struct device *dev, struct resource **res, unsigned long size);

int other_up(struct device *dev, struct resource **res, unsigned long size)
{
	resource_size_t addr;

	size = ALIGN(size, PA_SECTION_SIZE);
	for (addr = size; addr < iomem_resource.end; addr += size) {
		if (region_intersects(addr, size, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;
		*res = devm_request_mem_region(dev, addr, size, dev_name(dev));
		if (!*res)
			return -ENOMEM;
		break;
	}
	if (!*res)
		return -ERANGE;
	return 0;
}

int other_low(struct device *dev, struct resource **res, unsigned long size)
{
	resource_size_t addr;

	size = ALIGN(size, PA_SECTION_SIZE);
	addr = min((unsigned long)iomem_resource.end, (1UL << 32) - 1);
	addr = addr - size + 1UL;
	for (; addr > size && addr >= iomem_resource.start; addr -= size) {
		if (region_intersects(addr, size, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;
		*res = devm_request_mem_region(dev, addr, size, dev_name(dev));
		if (!*res)
			return -ENOMEM;
		break;
	}
	if (!*res)
		return -ERANGE;
	return 0;
}

int other_name(struct device *dev, struct resource **res, unsigned long size)
{
	resource_size_t addr;

	size = ALIGN(size, PA_SECTION_SIZE);
	addr = min((unsigned long)iomem_resource.end,
		   (1UL << MAX_PHYSMEM_BITS) - 1);
	addr = addr - size + 1UL;
	for (; addr > size && addr >= iomem_resource.start; addr -= size) {
		if (region_intersects(addr, size, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;
		*res = devm_request_mem_region(dev, addr, size, "other");
		if (!*res)
			return -ENOMEM;
		break;
	}
	if (!*res)
		return -ERANGE;
	return 0;
}

/* A busy gap is not the end here, and no gap is not an error. */
int other_error(struct device *dev, struct resource **res, unsigned long size)
{
	resource_size_t addr;

	size = ALIGN(size, PA_SECTION_SIZE);
	addr = min((unsigned long)iomem_resource.end,
		   (1UL << MAX_PHYSMEM_BITS) - 1);
	addr = addr - size + 1UL;
	for (; addr > size && addr >= iomem_resource.start; addr -= size) {
		if (region_intersects(addr, size, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;
		*res = devm_request_mem_region(dev, addr, size, dev_name(dev));
		if (!*res)
			continue;
		break;
	}
	if (!*res)
		return 1;
	return 0;
}
