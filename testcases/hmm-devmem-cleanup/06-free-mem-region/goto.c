// SPDX-License-Identifier: GPL-2.0-only
/* A driver that returns an error code, and says what went wrong. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmzone.h>

#define PA_SECTION_SIZE (1UL << PA_SECTION_SHIFT)

struct goto_card {
	struct device *dev;
	struct resource *window;
};

int goto_reserve(struct goto_card *card, unsigned long bytes);

int goto_reserve(struct goto_card *card, unsigned long bytes)
{
	resource_size_t where;
	int state, err = 0;

	bytes = ALIGN(bytes, PA_SECTION_SIZE);
	where = min((1UL << MAX_PHYSMEM_BITS) - 1,
		    (unsigned long)iomem_resource.end);
	where -= bytes - 1;

	/* down from the top */
	for (; where > bytes && where >= iomem_resource.start;
	     where -= bytes) {
		state = region_intersects(where, bytes, 0, IORES_DESC_NONE);
		if (state != REGION_DISJOINT)
			continue;
		card->window = devm_request_mem_region(card->dev, where, bytes,
						       dev_name(card->dev));
		if (!card->window) {
			pr_err("cannot get the window\n");
			err = -ENOMEM;
			goto out;
		}
		card->window->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
		break;
	}
	if (!card->window) {
		pr_err("no room for the window\n");
		err = -ERANGE;
		goto out;
	}

	pr_info("%lx bytes\n",
		 (unsigned long)resource_size(card->window));
out:
	return err;
}
