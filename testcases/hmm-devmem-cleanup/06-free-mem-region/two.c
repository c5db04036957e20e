// SPDX-License-Identifier: GPL-2.0-only
/* Two searches in one file, and a macro that both have the size from. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmzone.h>

#define PA_SECTION_SIZE (1UL << PA_SECTION_SHIFT)

struct two {
	struct device *dev;
	struct resource *small, *large;
};

int two_small(struct two *two, unsigned long n);
int two_large(struct two *two, unsigned long n);

int two_small(struct two *two, unsigned long n)
{
	resource_size_t x;

	n = ALIGN(n, PA_SECTION_SIZE);
	x = min((unsigned long)iomem_resource.end,
		(1UL << MAX_PHYSMEM_BITS) - 1);
	x = x - n + 1;
	for (; x > n && x >= iomem_resource.start; x -= n) {
		if (region_intersects(x, n, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;
		two->small = devm_request_mem_region(two->dev, x, n,
						     dev_name(two->dev));
		if (!two->small)
			return -ENOMEM;
		break;
	}
	if (!two->small)
		return -ERANGE;
	return 0;
}

int two_large(struct two *two, unsigned long n)
{
	resource_size_t y;
	int ret;

	n = ALIGN(2 * n, PA_SECTION_SIZE);
	n = ALIGN(n, PA_SECTION_SIZE);
	y = min((unsigned long)iomem_resource.end,
		(1UL << MAX_PHYSMEM_BITS) - 1);
	for (y -= n - 1; y > n && y >= iomem_resource.start; y -= n) {
		ret = region_intersects(y, n, 0, IORES_DESC_NONE);
		if (ret != REGION_DISJOINT)
			continue;
		two->large = devm_request_mem_region(two->dev, y, n,
						     dev_name(two->dev));
		if (!two->large)
			return -ENOMEM;
		break;
	}
	if (!two->large)
		return -ERANGE;
	ret = two_small(two, n);
	return ret;
}
