// SPDX-License-Identifier: GPL-2.0-only
// Variables of the file, some that are constant; one has a comment.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct gate {
	struct dev_pagemap map;
	struct percpu_ref ref;
	struct completion done;
};

static void gate_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct gate, ref)->done);
}

static void gate_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void gate_cleanup(struct dev_pagemap *pgmap)
{
	/* the one of this device */
	struct gate *gate = container_of(pgmap, struct gate, map);

	wait_for_completion(&gate->done);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops gate_ops = {
	.kill = gate_kill,
	.cleanup = gate_cleanup,
};

int gate_probe(struct device *dev, struct resource *res);
static struct gate *last = NULL, *first;
static const struct gate *known = NULL;

int gate_probe(struct device *dev, struct resource *res)
{
	/* the one of this device */
	struct gate *gate = devm_kzalloc(dev, sizeof(*gate), GFP_KERNEL);
	int err;
	void *p;

	if (!gate)
		return -ENOMEM;
	init_completion(&gate->done);
	err = percpu_ref_init(&gate->ref, &gate_release, 0, GFP_KERNEL);
	if (unlikely(err)) {
		dev_warn(dev, "no count\n");
		return -ENOMEM;
	}
	gate->map.res = *res;
	gate->map.ref = &gate->ref;
	gate->map.ops = &gate_ops;
	p = devm_memremap_pages(dev, &gate->map);
	if (IS_ERR(p))
		return PTR_ERR(p);
	if (first)
		known = last;
	last = gate;
	return known == first;
}
