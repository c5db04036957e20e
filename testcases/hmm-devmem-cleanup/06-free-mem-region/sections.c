// SPDX-License-Identifier: GPL-2.0-only
/* Nested, with the size in sections; the macro is of use elsewhere, too. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmzone.h>

#define PA_SECTION_SIZE	(1UL << PA_SECTION_SHIFT)

struct sections {
	struct device *dev;
	struct resource *range;
	unsigned long step;
};

int sections_init(struct sections *s, unsigned long len);
int sections_next(struct sections *s, unsigned long len);

int sections_init(struct sections *s, unsigned long len)
{
	resource_size_t at;

	len = ALIGN(len, PA_SECTION_SIZE);
	at = min((unsigned long)iomem_resource.end,
		 (1UL << MAX_PHYSMEM_BITS) - 1);
	for (at -= len - 1UL; at > len && at >= iomem_resource.start;
	     at -= len) {
		if (region_intersects(at, len, 0, IORES_DESC_NONE) ==
		    REGION_DISJOINT) {
			s->range = devm_request_mem_region(s->dev, at, len,
							   dev_name(s->dev));
			if (s->range == NULL)
				return -ENOMEM;
			s->range->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
			break;
		}
	}
	if (s->range == NULL)
		return -ERANGE;
	s->step = PA_SECTION_SIZE;
	return 0;
}

int sections_next(struct sections *s, unsigned long len)
{
	struct resource *more = NULL;
	resource_size_t at;

	at = 0;
	pr_info("from %llx\n", (unsigned long long)at);
	len = ALIGN(len, PA_SECTION_SIZE);
	at = min((unsigned long)iomem_resource.end,
		 (1UL << MAX_PHYSMEM_BITS) - 1);
	for (at = at - len + 1; at > len && at >= iomem_resource.start;
	     at -= len) {
		if (region_intersects(at, len, 0, IORES_DESC_NONE) ==
		    REGION_DISJOINT) {
			more = devm_request_mem_region(s->dev, at, len,
						       dev_name(s->dev));
			if (!more)
				return -ENOMEM;
			break;
		}
	}
	if (!more)
		return -ERANGE;
	more->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
	len = resource_size(more);
	s->step = len;
	return 0;
}
