// SPDX-License-Identifier: GPL-2.0-only
/*
 * The variables are needed for other things, too: on an early way out, for a
 * second window at a fixed place, and for what is asked of the device before.
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmzone.h>

struct early_card {
	struct device *dev;
	resource_size_t fixed;
	bool addressed;
};

struct resource *early_region(struct early_card *card, unsigned long size);
void early_quirk(struct early_card *card, struct resource **res);
int early_window(struct early_card *card, unsigned long size);

struct resource *early_region(struct early_card *card, unsigned long size)
{
	struct resource *res = NULL;
	resource_size_t addr;
	int ret;

	if (!size) {
		ret = -EINVAL;
		addr = card->fixed;
		pr_err("nothing to map at %llx: %d\n",
		       (unsigned long long)addr, ret);
		return ERR_PTR(ret);
	}
	if (card->addressed)
		goto out;

	size = ALIGN(size, 1UL << PA_SECTION_SHIFT);
	addr = min((unsigned long)iomem_resource.end,
		   (1UL << MAX_PHYSMEM_BITS) - 1);
	addr -= size - 1UL;
	for (; addr > size && addr >= iomem_resource.start; addr -= size) {
		ret = region_intersects(addr, size, 0, IORES_DESC_NONE);
		if (ret != REGION_DISJOINT)
			continue;
		res = devm_request_mem_region(card->dev, addr, size,
					      dev_name(card->dev));
		if (NULL == res) {
			/* somebody was faster */
			return ERR_PTR(-ENOMEM);
		}
		break;
	}
	if (res == NULL)
		return ERR_PTR(-ERANGE);
	res->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
out:
	return res;
}

int early_window(struct early_card *card, unsigned long size)
{
	struct resource *res = NULL;
	struct resource *fixed;
	resource_size_t addr;
	int ret;

	early_quirk(card, &res);
	/* the size of what is asked for, in whole sections */
	size = ALIGN(size, 1UL << PA_SECTION_SHIFT);
	addr = min_t(unsigned long, iomem_resource.end,
		     (1UL << MAX_PHYSMEM_BITS) - 1);
	for (addr = addr - size + 1UL;
	     addr > size && addr >= iomem_resource.start; addr -= size) {
		ret = region_intersects(addr, size, 0, IORES_DESC_NONE);
		if (ret != REGION_DISJOINT)
			continue;
		res = devm_request_mem_region(card->dev, addr, size,
					      dev_name(card->dev));
		if (!res) {
			pr_err("the gap is gone\n");
			return -ENOMEM;
		}
		break;
	}
	if (!res) {
		pr_err("there is no gap\n");
		return -ERANGE;
	}

	addr = card->fixed;
	ret = region_intersects(addr, size, 0, IORES_DESC_NONE);
	if (ret != REGION_DISJOINT)
		return -EBUSY;
	fixed = devm_request_mem_region(card->dev, addr, size, "early window");
	if (IS_ERR_OR_NULL(fixed))
		return -EBUSY;
	res = fixed;
	res->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
	return 0;
}
