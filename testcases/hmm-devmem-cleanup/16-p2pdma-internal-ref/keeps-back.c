// SPDX-License-Identifier: GPL-2.0-only
// It is found by its pagemap.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct back {
	struct dev_pagemap map;
	struct percpu_ref ref;
	struct completion done;
};

static void back_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct back, ref)->done);
}

static void back_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void back_cleanup(struct dev_pagemap *pgmap)
{
	struct back *back = container_of(pgmap, struct back, map);

	wait_for_completion(&back->done);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops back_ops = {
	.kill = back_kill,
	.cleanup = back_cleanup,
};

u64 back_of(struct dev_pagemap *pgmap);
u64 back_of(struct dev_pagemap *pgmap)
{
	struct back *b = container_of(pgmap, struct back, map);

	return b->map.res.start;
}

int back_probe(struct device *dev, struct resource *res);
int back_probe(struct device *dev, struct resource *res)
{
	struct back *back = devm_kzalloc(dev, sizeof(*back), GFP_KERNEL);
	int err;
	void *p;

	if (!back)
		return -ENOMEM;
	init_completion(&back->done);
	err = percpu_ref_init(&back->ref, back_release, 0, GFP_KERNEL);
	if (err)
		return err;
	back->map.res = *res;
	back->map.ref = &back->ref;
	back->map.ops = &back_ops;
	p = devm_memremap_pages(dev, &back->map);
	if (IS_ERR(p))
		return PTR_ERR(p);
	return 0;
}
