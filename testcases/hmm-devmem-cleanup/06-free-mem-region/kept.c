// SPDX-License-Identifier: GPL-2.0-only
/*
 * The same search, but the region or its address is of use to others afterwards:
 * they would be misled by an error pointer, or by an address that nobody set.
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmzone.h>

struct kept {
	struct device *dev;
	struct resource *aperture;
	struct resource *bar;
	resource_size_t base;
};

static struct resource *kept_pool;

int kept_address(struct kept *k, unsigned long size);
int kept_status(struct device *dev, unsigned long size);
int kept_member(struct kept *k, unsigned long size);
void kept_close(struct kept *k, unsigned long size);
int kept_again(struct kept *k, unsigned long size);
int kept_global(struct device *dev, unsigned long size);
bool kept_ready(void);
int kept_out(struct device *dev, unsigned long size, struct resource **out);

int kept_address(struct kept *k, unsigned long size)
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
		res = devm_request_mem_region(k->dev, addr, size,
					      dev_name(k->dev));
		if (!res)
			return -ENOMEM;
		break;
	}
	if (!res)
		return -ERANGE;
	res->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
	k->base = addr;
	return 0;
}

int kept_status(struct device *dev, unsigned long size)
{
	struct resource *res = NULL;
	resource_size_t addr;
	int what;

	size = ALIGN(size, 1UL << PA_SECTION_SHIFT);
	addr = min((unsigned long)iomem_resource.end,
		   (1UL << MAX_PHYSMEM_BITS) - 1);
	for (addr -= size - 1; addr > size && addr >= iomem_resource.start;
	     addr -= size) {
		what = region_intersects(addr, size, 0, IORES_DESC_NONE);
		if (what != REGION_DISJOINT)
			continue;
		res = devm_request_mem_region(dev, addr, size, dev_name(dev));
		if (!res)
			return -ENOMEM;
		break;
	}
	if (!res)
		return -ERANGE;
	pr_info("region state %d\n", what);
	return 0;
}

int kept_member(struct kept *k, unsigned long size)
{
	resource_size_t addr;

	size = ALIGN(size, 1UL << PA_SECTION_SHIFT);
	addr = min((unsigned long)iomem_resource.end,
		   (1UL << MAX_PHYSMEM_BITS) - 1);
	addr -= size - 1UL;
	for (; addr > size && addr >= iomem_resource.start; addr -= size) {
		if (region_intersects(addr, size, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;
		k->aperture = devm_request_mem_region(k->dev, addr, size,
						      dev_name(k->dev));
		if (!k->aperture)
			return -ENOMEM;
		break;
	}
	if (!k->aperture)
		return -ERANGE;
	k->aperture->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
	return 0;
}

/* also called when kept_member() has failed */
void kept_close(struct kept *k, unsigned long size)
{
	if (k->aperture)
		devm_release_mem_region(k->dev, k->aperture->start, size);
	k->aperture = NULL;
}

int kept_again(struct kept *k, unsigned long size)
{
	resource_size_t addr;

	if (NULL != k->bar)
		return 0;
	size = ALIGN(size, 1UL << PA_SECTION_SHIFT);
	addr = min((unsigned long)iomem_resource.end,
		   (1UL << MAX_PHYSMEM_BITS) - 1);
	addr -= size - 1UL;
	for (; addr > size && addr >= iomem_resource.start; addr -= size) {
		if (region_intersects(addr, size, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;
		k->bar = devm_request_mem_region(k->dev, addr, size,
						 dev_name(k->dev));
		if (!k->bar)
			return -ENOMEM;
		break;
	}
	if (!k->bar)
		return -ERANGE;
	return 0;
}

int kept_global(struct device *dev, unsigned long size)
{
	resource_size_t addr;

	size = ALIGN(size, 1UL << PA_SECTION_SHIFT);
	addr = min((unsigned long)iomem_resource.end,
		   (1UL << MAX_PHYSMEM_BITS) - 1);
	addr -= size - 1UL;
	for (; addr > size && addr >= iomem_resource.start; addr -= size) {
		if (region_intersects(addr, size, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;
		kept_pool = devm_request_mem_region(dev, addr, size,
						    dev_name(dev));
		if (!kept_pool)
			return -ENOMEM;
		break;
	}
	if (!kept_pool)
		return -ERANGE;
	return 0;
}

bool kept_ready(void)
{
	return kept_pool != NULL;
}

int kept_out(struct device *dev, unsigned long size, struct resource **out)
{
	resource_size_t addr;

	*out = NULL;
	size = ALIGN(size, 1UL << PA_SECTION_SHIFT);
	addr = min((unsigned long)iomem_resource.end,
		   (1UL << MAX_PHYSMEM_BITS) - 1);
	addr -= size - 1UL;
	for (; addr > size && addr >= iomem_resource.start; addr -= size) {
		if (region_intersects(addr, size, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;
		*out = devm_request_mem_region(dev, addr, size, dev_name(dev));
		if (!*out)
			return -ENOMEM;
		break;
	}
	if (!*out)
		return -ERANGE;
	return 0;
}
