// SPDX-License-Identifier: GPL-2.0-only
// The count is exited where the mapping fails.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct exits {
	struct dev_pagemap map;
	struct percpu_ref ref;
	struct completion done;
};

static void exits_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct exits, ref)->done);
}

static void exits_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void exits_cleanup(struct dev_pagemap *pgmap)
{
	struct exits *exits = container_of(pgmap, struct exits, map);

	wait_for_completion(&exits->done);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops exits_ops = {
	.kill = exits_kill,
	.cleanup = exits_cleanup,
};

int exits_probe(struct device *dev, struct resource *res);
int exits_probe(struct device *dev, struct resource *res)
{
	struct exits *exits = devm_kzalloc(dev, sizeof(*exits), GFP_KERNEL);
	int err;
	void *p;

	if (!exits)
		return -ENOMEM;
	init_completion(&exits->done);
	err = percpu_ref_init(&exits->ref, exits_release, 0, GFP_KERNEL);
	if (err)
		return err;
	exits->map.res = *res;
	exits->map.ref = &exits->ref;
	exits->map.ops = &exits_ops;
	p = devm_memremap_pages(dev, &exits->map);
	if (IS_ERR(p)) {
		err = PTR_ERR(p);
		goto out_exit;
	}
	return 0;

out_exit:
	percpu_ref_exit(&exits->ref);
	return err;
}
