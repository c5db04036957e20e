// SPDX-License-Identifier: GPL-2.0-only
// The count is set up in one case only.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct branch {
	struct dev_pagemap map;
	struct percpu_ref ref;
	struct completion done;
};

static void branch_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct branch, ref)->done);
}

static void branch_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void branch_cleanup(struct dev_pagemap *pgmap)
{
	struct branch *branch = container_of(pgmap, struct branch, map);

	wait_for_completion(&branch->done);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops branch_ops = {
	.kill = branch_kill,
	.cleanup = branch_cleanup,
};

int branch_probe(struct device *dev, struct resource *res);
int branch_probe(struct device *dev, struct resource *res)
{
	struct branch *branch = devm_kzalloc(dev, sizeof(*branch), GFP_KERNEL);
	int err;
	void *p;

	if (!branch)
		return -ENOMEM;
	if (res->start) {
		init_completion(&branch->done);
		err = percpu_ref_init(&branch->ref, branch_release, 0, GFP_KERNEL);
		if (err)
			return err;
	}
	branch->map.res = *res;
	branch->map.ref = &branch->ref;
	branch->map.ops = &branch_ops;
	p = devm_memremap_pages(dev, &branch->map);
	if (IS_ERR(p))
		return PTR_ERR(p);
	return 0;
}
