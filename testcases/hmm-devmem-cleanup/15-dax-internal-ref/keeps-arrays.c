// SPDX-License-Identifier: GPL-2.0-only
// Counts in an array.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct arrays {
	int nr;
	struct dev_pagemap map[4];
	struct percpu_ref ref[4];
	struct completion done;
};

static void arrays_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct arrays, ref[0])->done);
}

static void arrays_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void arrays_cleanup(struct dev_pagemap *pgmap)
{
	struct arrays *arrays = container_of(pgmap, struct arrays, map[0]);

	wait_for_completion(&arrays->done);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops arrays_ops = {
	.kill = arrays_kill,
	.cleanup = arrays_cleanup,
};

int arrays_probe(struct device *dev, struct resource *res);
int arrays_probe(struct device *dev, struct resource *res)
{
	struct arrays *arrays = devm_kzalloc(dev, sizeof(*arrays), GFP_KERNEL);
	int err;
	void *p;

	if (!arrays)
		return -ENOMEM;
	init_completion(&arrays->done);
	err = percpu_ref_init(&arrays->ref[0], arrays_release, 0, GFP_KERNEL);
	if (err)
		return err;
	arrays->map[0].res = *res;
	arrays->map[0].ref = &arrays->ref[0];
	arrays->map[0].ops = &arrays_ops;
	p = devm_memremap_pages(dev, &arrays->map[0]);
	if (IS_ERR(p))
		return PTR_ERR(p);
	return 0;
}
