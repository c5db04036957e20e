// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each differs from the search that the helper does in one thing: the size is no
 * longer one of whole sections, the search begins elsewhere, or the failures are
 * dealt with or told apart in another way.
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmzone.h>

#define SZ	(1UL << 30)

extern struct resource near_window;

void near_limit(unsigned long *size);
void near_unlock(struct device *dev);
int near_half(struct device *dev, unsigned long size);
int near_asked(struct device *dev, unsigned long size);
int near_less(struct device *dev, unsigned long size);
int near_cut(struct device *dev, unsigned long size);
int near_round(struct device *dev, unsigned long size);
int near_locked(struct device *dev, unsigned long size);
int near_codes(struct device *dev, unsigned long size);
int near_none(struct device *dev, unsigned long size);
int near_end(struct device *dev, unsigned long size);

int near_half(struct device *dev, unsigned long size)
{
	struct resource *res = NULL;
	resource_size_t addr;

	size = ALIGN(size, 1UL << PA_SECTION_SHIFT);
	size /= 2;
	addr = min((unsigned long)iomem_resource.end,
		   (1UL << MAX_PHYSMEM_BITS) - 1);
	addr = addr - size + 1UL;
	for (; addr > size && addr >= iomem_resource.start; addr -= size) {
		if (region_intersects(addr, size, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;
		res = devm_request_mem_region(dev, addr, size, dev_name(dev));
		if (!res)
			return -ENOMEM;
		break;
	}
	if (!res)
		return -ERANGE;
	res->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
	return 0;
}

int near_asked(struct device *dev, unsigned long size)
{
	struct resource *res = NULL;
	resource_size_t addr;

	size = ALIGN(size, 1UL << PA_SECTION_SHIFT);
	near_limit(&size);
	addr = min((unsigned long)iomem_resource.end,
		   (1UL << MAX_PHYSMEM_BITS) - 1);
	addr = addr - size + 1UL;
	for (; addr > size && addr >= iomem_resource.start; addr -= size) {
		if (region_intersects(addr, size, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;
		res = devm_request_mem_region(dev, addr, size, dev_name(dev));
		if (!res)
			return -ENOMEM;
		break;
	}
	if (!res)
		return -ERANGE;
	res->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
	return 0;
}

int near_less(struct device *dev, unsigned long size)
{
	struct resource *res = NULL;
	resource_size_t addr;

	size = ALIGN(size, 1UL << PA_SECTION_SHIFT);
	addr = min((unsigned long)iomem_resource.end,
		   (1UL << MAX_PHYSMEM_BITS) - 1);
	if (size > SZ)
		size = SZ;
	addr = addr - size + 1UL;
	for (; addr > size && addr >= iomem_resource.start; addr -= size) {
		if (region_intersects(addr, size, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;
		res = devm_request_mem_region(dev, addr, size, dev_name(dev));
		if (!res)
			return -ENOMEM;
		break;
	}
	if (!res)
		return -ERANGE;
	res->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
	return 0;
}

int near_cut(struct device *dev, unsigned long size)
{
	struct resource *res = NULL;
	resource_size_t addr;

	size = ALIGN(size, 1UL << PA_SECTION_SHIFT);
	addr = min((unsigned long)iomem_resource.end,
		   (1UL << MAX_PHYSMEM_BITS) - 1);
	near_limit(&size);
	addr = addr - size + 1UL;
	for (; addr > size && addr >= iomem_resource.start; addr -= size) {
		if (region_intersects(addr, size, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;
		res = devm_request_mem_region(dev, addr, size, dev_name(dev));
		if (!res)
			return -ENOMEM;
		break;
	}
	if (!res)
		return -ERANGE;
	res->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
	return 0;
}

int near_round(struct device *dev, unsigned long size)
{
	struct resource *res = NULL;
	resource_size_t addr;

	size = ALIGN(size, 1UL << PA_SECTION_SHIFT);
	addr = min((unsigned long)iomem_resource.end,
		   (1UL << MAX_PHYSMEM_BITS) - 1);
	addr &= ~(resource_size_t)(SZ - 1);
	addr = addr - size + 1UL;
	for (; addr > size && addr >= iomem_resource.start; addr -= size) {
		if (region_intersects(addr, size, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;
		res = devm_request_mem_region(dev, addr, size, dev_name(dev));
		if (!res)
			return -ENOMEM;
		break;
	}
	if (!res)
		return -ERANGE;
	res->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
	return 0;
}

int near_locked(struct device *dev, unsigned long size)
{
	struct resource *res = NULL;
	resource_size_t addr;

	size = ALIGN(size, 1UL << PA_SECTION_SHIFT);
	addr = min((unsigned long)iomem_resource.end,
		   (1UL << MAX_PHYSMEM_BITS) - 1);
	addr = addr - size + 1UL;
	for (; addr > size && addr >= iomem_resource.start; addr -= size) {
		if (region_intersects(addr, size, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;
		res = devm_request_mem_region(dev, addr, size, dev_name(dev));
		if (!res) {
			near_unlock(dev);
			return -ENOMEM;
		}
		break;
	}
	if (!res)
		return -ERANGE;
	res->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
	return 0;
}

int near_codes(struct device *dev, unsigned long size)
{
	struct resource *res = NULL;
	resource_size_t addr;

	size = ALIGN(size, 1UL << PA_SECTION_SHIFT);
	addr = min((unsigned long)iomem_resource.end,
		   (1UL << MAX_PHYSMEM_BITS) - 1);
	addr = addr - size + 1UL;
	for (; addr > size && addr >= iomem_resource.start; addr -= size) {
		if (region_intersects(addr, size, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;
		res = devm_request_mem_region(dev, addr, size, dev_name(dev));
		if (!res)
			return -EBUSY;
		break;
	}
	if (!res)
		return -ERANGE;
	res->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
	return 0;
}

int near_none(struct device *dev, unsigned long size)
{
	struct resource *res = NULL;
	resource_size_t addr;

	size = ALIGN(size, 1UL << PA_SECTION_SHIFT);
	addr = min((unsigned long)iomem_resource.end,
		   (1UL << MAX_PHYSMEM_BITS) - 1);
	addr = addr - size + 1UL;
	for (; addr > size && addr >= iomem_resource.start; addr -= size) {
		if (region_intersects(addr, size, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;
		res = devm_request_mem_region(dev, addr, size, dev_name(dev));
		if (!res)
			return -ENOMEM;
		break;
	}
	if (!res)
		return -ENXIO;
	res->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
	return 0;
}

int near_end(struct device *dev, unsigned long size)
{
	struct resource *res = NULL;
	resource_size_t addr;

	size = ALIGN(size, 1UL << PA_SECTION_SHIFT);
	addr = min((unsigned long)near_window.end,
		   (1UL << MAX_PHYSMEM_BITS) - 1);
	addr = addr - size + 1UL;
	for (; addr > size && addr >= iomem_resource.start; addr -= size) {
		if (region_intersects(addr, size, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;
		res = devm_request_mem_region(dev, addr, size, dev_name(dev));
		if (!res)
			return -ENOMEM;
		break;
	}
	if (!res)
		return -ERANGE;
	res->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
	return 0;
}
