// SPDX-License-Identifier: GPL-2.0-only
// A macro knows the structure.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

#define pagemap_of(of) ((struct jamb *)(of))->map

struct jamb {
	struct dev_pagemap map;
	struct percpu_ref users;
	struct completion over;
};

static void jamb_release(struct percpu_ref *users)
{
	complete(&container_of(users, struct jamb, users)->over);
}

static void jamb_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void jamb_cleanup(struct dev_pagemap *pgmap)
{
	struct jamb *jamb = container_of(pgmap, struct jamb, map);

	wait_for_completion(&jamb->over);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops jamb_ops = {
	.kill = jamb_kill,
	.cleanup = jamb_cleanup,
};

int jamb_probe(struct device *dev, struct resource *res);
int jamb_probe(struct device *dev, struct resource *res)
{
	struct jamb *jamb = devm_kzalloc(dev, sizeof(*jamb), GFP_KERNEL);

	if (!jamb)
		return -ENOMEM;
	init_completion(&jamb->over);
	if (percpu_ref_init(&jamb->users, jamb_release, 0, GFP_KERNEL))
		return -ENOMEM;
	jamb->map.res = *res;
	jamb->map.ref = &jamb->users;
	jamb->map.ops = &jamb_ops;
	jamb->map.type = MEMORY_DEVICE_PCI_P2PDMA;
	return PTR_ERR_OR_ZERO(devm_memremap_pages(dev, &jamb->map));
}
