// SPDX-License-Identifier: GPL-2.0-only
/* The other way round, into a local; the size is asked for later. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmzone.h>

int nested_reserve(struct device *parent, unsigned long len,
		   unsigned long *got);

int nested_reserve(struct device *parent, unsigned long len,
		   unsigned long *got)
{
	struct resource *res = NULL;
	resource_size_t at;

	len = ALIGN(len, 1UL << PA_SECTION_SHIFT);
	at = min_t(resource_size_t, iomem_resource.end,
		   (1UL << MAX_PHYSMEM_BITS) - 1);
	for (at = at - len + 1; at > len && at >= iomem_resource.start;
	     at -= len) {
		if (region_intersects(at, len, 0, IORES_DESC_NONE) ==
		    REGION_DISJOINT) {
			res = devm_request_mem_region(parent, at, len,
						      dev_name(parent));
			if (!res)
				return -ENOMEM;
			break;
		}
	}
	if (res == NULL)
		return -ERANGE;
	res->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
	*got = len;
	return 0;
}
