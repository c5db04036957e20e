// SPDX-License-Identifier: GPL-2.0-only
// References are taken of the count of the pagemap.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct through {
	struct dev_pagemap map;
	struct percpu_ref ref;
	struct completion done;
};

static void through_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct through, ref)->done);
}

static void through_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void through_cleanup(struct dev_pagemap *pgmap)
{
	struct through *through = container_of(pgmap, struct through, map);

	wait_for_completion(&through->done);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops through_ops = {
	.kill = through_kill,
	.cleanup = through_cleanup,
};

int through_io(struct through *through);
int through_io(struct through *through)
{
	if (!percpu_ref_tryget_live(through->map.ref))
		return -ENXIO;
	percpu_ref_put(through->map.ref);
	return 0;
}

int through_probe(struct device *dev, struct resource *res);
int through_probe(struct device *dev, struct resource *res)
{
	struct through *through = devm_kzalloc(dev, sizeof(*through), GFP_KERNEL);
	int err;
	void *p;

	if (!through)
		return -ENOMEM;
	init_completion(&through->done);
	err = percpu_ref_init(&through->ref, through_release, 0, GFP_KERNEL);
	if (err)
		return err;
	through->map.res = *res;
	through->map.ref = &through->ref;
	through->map.ops = &through_ops;
	p = devm_memremap_pages(dev, &through->map);
	if (IS_ERR(p))
		return PTR_ERR(p);
	return 0;
}
