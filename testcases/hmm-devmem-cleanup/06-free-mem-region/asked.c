// SPDX-License-Identifier: GPL-2.0-only
/* Whoever cleans up asks whether there is a region. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmzone.h>

int asked_reserve(struct device *dev, unsigned long size);

int asked_reserve(struct device *dev, unsigned long size)
{
	struct resource *res = NULL;
	resource_size_t addr;
	int err = 0;

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
			err = -ENOMEM;
			goto out;
		}
		break;
	}
	if (!res) {
		err = -ERANGE;
		goto out;
	}
	if (size > 1UL << 40)
		err = -EINVAL;
out:
	if (res && err)
		devm_release_mem_region(dev, res->start, size);
	return err;
}
