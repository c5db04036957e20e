// SPDX-License-Identifier: GPL-2.0-only
// Other files may call this with the structure.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct sill {
	struct dev_pagemap map;
	struct percpu_ref users;
	struct completion over;
};

static void sill_release(struct percpu_ref *users)
{
	complete(&container_of(users, struct sill, users)->over);
}

static void sill_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void sill_cleanup(struct dev_pagemap *pgmap)
{
	struct sill *sill = container_of(pgmap, struct sill, map);

	wait_for_completion(&sill->over);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops sill_ops = {
	.kill = sill_kill,
	.cleanup = sill_cleanup,
};

int sill_probe(struct device *dev, struct sill *sill, struct resource *res);
int sill_probe(struct device *dev, struct sill *sill, struct resource *res)
{
	init_completion(&sill->over);
	if (percpu_ref_init(&sill->users, sill_release, 0, GFP_KERNEL))
		return -ENOMEM;
	sill->map.res = *res;
	sill->map.ref = &sill->users;
	sill->map.ops = &sill_ops;
	sill->map.type = MEMORY_DEVICE_PCI_P2PDMA;
	return PTR_ERR_OR_ZERO(devm_memremap_pages(dev, &sill->map));
}
