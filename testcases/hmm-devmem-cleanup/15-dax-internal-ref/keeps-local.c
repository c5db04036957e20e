// SPDX-License-Identifier: GPL-2.0-only
// A local pointer to the count.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct local {
	struct device *dev;
	struct dev_pagemap map;
	struct percpu_ref ref;
	struct completion done;
};

static void local_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct local, ref)->done);
}

static void local_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void local_cleanup(struct dev_pagemap *pgmap)
{
	struct local *local = container_of(pgmap, struct local, map);

	wait_for_completion(&local->done);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops local_ops = {
	.kill = local_kill,
	.cleanup = local_cleanup,
};

int local_probe(struct device *dev, struct resource *res);
int local_probe(struct device *dev, struct resource *res)
{
	struct local *local = devm_kzalloc(dev, sizeof(*local), GFP_KERNEL);
	struct percpu_ref *ref;
	int err;
	void *p;

	if (!local)
		return -ENOMEM;
	local->dev = dev;
	init_completion(&local->done);
	ref = &local->ref;
	err = percpu_ref_init(ref, local_release, 0, GFP_KERNEL);
	if (err)
		return err;
	local->map.res = *res;
	local->map.ref = &local->ref;
	local->map.ops = &local_ops;
	p = devm_memremap_pages(dev, &local->map);
	if (IS_ERR(p))
		return PTR_ERR(p);
	return 0;
}
