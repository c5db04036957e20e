// SPDX-License-Identifier: GPL-2.0-only
// All of it is in a branch.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct within {
	struct device *dev;
	struct dev_pagemap map;
	struct percpu_ref ref;
	struct completion done;
};

static void within_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct within, ref)->done);
}

static void within_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void within_cleanup(struct dev_pagemap *pgmap)
{
	struct within *within = container_of(pgmap, struct within, map);

	wait_for_completion(&within->done);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops within_ops = {
	.kill = within_kill,
	.cleanup = within_cleanup,
};

int within_probe(struct device *dev, struct resource *res);
int within_probe(struct device *dev, struct resource *res)
{
	struct within *within = devm_kzalloc(dev, sizeof(*within), GFP_KERNEL);
	int err;
	void *p;

	if (!within)
		return -ENOMEM;
	within->dev = dev;
	if (res->start) {
		init_completion(&within->done);
		err = percpu_ref_init(&within->ref, within_release, 0, GFP_KERNEL);
		if (err)
			return err;
		within->map.res = *res;
		within->map.ref = &within->ref;
		within->map.ops = &within_ops;
		p = devm_memremap_pages(dev, &within->map);
		if (IS_ERR(p))
			return PTR_ERR(p);
	}
	return 0;
}
