// SPDX-License-Identifier: GPL-2.0-only
// Several devices in an array, each with a count.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/memremap.h>
#include <linux/completion.h>
#include <linux/percpu-refcount.h>

struct wire {
	struct device *dev;
	struct percpu_ref ref;
	struct completion done;
	struct dev_pagemap map;
	void *virt;
};

struct cord {
	struct wire wire[4];
};

static void wire_release(struct percpu_ref *ref)
{
	struct wire *wire = container_of(ref, struct wire, ref);

	complete(&wire->done);
}

static void wire_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void wire_cleanup(struct dev_pagemap *pgmap)
{
	struct wire *wire = container_of(pgmap, struct wire, map);

	wait_for_completion(&wire->done);
	percpu_ref_exit(&wire->ref);
}

static const struct dev_pagemap_ops wire_ops = {
	.kill = wire_kill,
	.cleanup = wire_cleanup,
};

int cord_wire(struct cord *cord, int i, struct resource *res);
int cord_wire(struct cord *cord, int i, struct resource *res)
{
	int err;

	cord->wire[i].map.type = MEMORY_DEVICE_DEVDAX;
	cord->wire[i].map.res = *res;
	err = percpu_ref_init(&cord->wire[i].ref, wire_release, 0, GFP_KERNEL);
	if (err)
		return err;
	init_completion(&cord->wire[i].done);
	cord->wire[i].map.ref = &cord->wire[i].ref;
	cord->wire[i].map.ops = &wire_ops;
	cord->wire[i].virt = devm_memremap_pages(cord->wire[i].dev,
						 &cord->wire[i].map);
	if (IS_ERR(cord->wire[i].virt))
		return PTR_ERR(cord->wire[i].virt);
	return 0;
}
