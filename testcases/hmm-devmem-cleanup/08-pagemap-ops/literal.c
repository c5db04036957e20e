// SPDX-License-Identifier: GPL-2.0-only
/* Compound literals. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

struct thing {
	struct dev_pagemap pgmap;
	struct percpu_ref ref;
	struct completion done;
};

static void thing_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void thing_cleanup(struct percpu_ref *ref)
{
	struct thing *thing = container_of(ref, struct thing, ref);

	wait_for_completion(&thing->done);
	percpu_ref_exit(ref);
}

int thing_map(struct device *dev, struct thing *thing);

int thing_map(struct device *dev, struct thing *thing)
{
	struct dev_pagemap *pgmap = &(struct dev_pagemap) {
		.type = MEMORY_DEVICE_PCI_P2PDMA,
		.kill = thing_kill,
		.cleanup = thing_cleanup,
	};

	if (pgmap->type != thing->pgmap.type)
		return -EINVAL;
	return IS_ERR(devm_memremap_pages(dev, &thing->pgmap)) ? -ENXIO : 0;
}

int thing_again(struct device *dev, struct thing *thing, struct resource *res);

int thing_again(struct device *dev, struct thing *thing, struct resource *res)
{
	memcpy(&thing->pgmap, &(struct dev_pagemap) {
		.cleanup	= thing_cleanup,
		.ref		= &thing->ref,
		.kill		= thing_kill,
		.res		= *res,
		.type		= MEMORY_DEVICE_PCI_P2PDMA,
	}, sizeof(thing->pgmap));
	return IS_ERR(devm_memremap_pages(dev, &thing->pgmap)) ? -ENXIO : 0;
}
