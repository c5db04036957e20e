// SPDX-License-Identifier: GPL-2.0-only
// The call is compared in the test.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct below {
	struct dev_pagemap map;
	struct percpu_ref ref;
	struct completion done;
};

static void below_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct below, ref)->done);
}

static void below_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void below_cleanup(struct dev_pagemap *pgmap)
{
	struct below *below = container_of(pgmap, struct below, map);

	wait_for_completion(&below->done);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops below_ops = {
	.kill = below_kill,
	.cleanup = below_cleanup,
};

int below_probe(struct device *dev, struct resource *res);
int below_probe(struct device *dev, struct resource *res)
{
	struct below *below = devm_kzalloc(dev, sizeof(*below), GFP_KERNEL);
	void *p;

	if (!below)
		return -ENOMEM;
	init_completion(&below->done);
	if (percpu_ref_init(&below->ref, &below_release, 0, GFP_KERNEL) < 0) {
		dev_warn(dev, "no count\n");
		return -ENOMEM;
	}
	below->map.res = *res;
	below->map.ref = &below->ref;
	below->map.ops = &below_ops;
	p = devm_memremap_pages(dev, &below->map);
	if (IS_ERR(p))
		return PTR_ERR(p);
	return 0;
}
