// SPDX-License-Identifier: GPL-2.0-only
// The size of the member, not of the structure.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct lintel {
	struct dev_pagemap map;
	struct percpu_ref users;
	struct completion over;
};

static void lintel_release(struct percpu_ref *users)
{
	complete(&container_of(users, struct lintel, users)->over);
}

static void lintel_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void lintel_cleanup(struct dev_pagemap *pgmap)
{
	struct lintel *lintel = container_of(pgmap, struct lintel, map);

	wait_for_completion(&lintel->over);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops lintel_ops = {
	.kill = lintel_kill,
	.cleanup = lintel_cleanup,
};

int lintel_probe(struct device *dev, struct resource *res);
int lintel_probe(struct device *dev, struct resource *res)
{
	struct lintel *lintel = devm_kzalloc(dev, sizeof(*lintel), GFP_KERNEL);

	if (!lintel)
		return -ENOMEM;
	init_completion(&lintel->over);
	if (percpu_ref_init(&lintel->users, lintel_release, 0, GFP_KERNEL))
		return -ENOMEM;
	memset(&lintel->map, 0, sizeof(lintel->map));
	lintel->map.res = *res;
	lintel->map.ref = &lintel->users;
	lintel->map.ops = &lintel_ops;
	lintel->map.type = MEMORY_DEVICE_PCI_P2PDMA;
	return PTR_ERR_OR_ZERO(devm_memremap_pages(dev, &lintel->map));
}
