// SPDX-License-Identifier: GPL-2.0-only
// Two pagemaps and two counts in one structure.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct pair {
	struct device *dev;
	struct dev_pagemap map;
	struct dev_pagemap low;
	struct percpu_ref ref;
	struct percpu_ref low_ref;
	struct completion done;
	struct completion low_done;
};

static void pair_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct pair, ref)->done);
}

static void pair_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void pair_cleanup(struct dev_pagemap *pgmap)
{
	struct pair *pair = container_of(pgmap, struct pair, map);

	wait_for_completion(&pair->done);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops pair_ops = {
	.kill = pair_kill,
	.cleanup = pair_cleanup,
};

static void low_release(struct percpu_ref *ref)
{
	struct pair *pair = container_of(ref, struct pair, low_ref);

	complete(&pair->low_done);
}

static void low_cleanup(struct dev_pagemap *pgmap)
{
	struct pair *pair = container_of(pgmap, struct pair, low);

	wait_for_completion(&pair->low_done);
	percpu_ref_exit(&pair->low_ref);
}

static void low_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static const struct dev_pagemap_ops low_ops = {
	.cleanup = low_cleanup,
	.kill = low_kill,
};

int pair_probe(struct device *dev, struct resource *res);
int pair_probe(struct device *dev, struct resource *res)
{
	struct pair *pair = devm_kzalloc(dev, sizeof(*pair), GFP_KERNEL);
	int err;
	void *p;

	if (!pair)
		return -ENOMEM;
	pair->dev = dev;
	init_completion(&pair->done);
	err = percpu_ref_init(&pair->ref, pair_release, 0, GFP_KERNEL);
	if (err)
		return err;
	pair->map.res = *res;
	pair->map.ref = &pair->ref;
	pair->map.ops = &pair_ops;
	p = devm_memremap_pages(dev, &pair->map);
	if (IS_ERR(p))
		return PTR_ERR(p);
	init_completion(&pair->low_done);
	err = percpu_ref_init(&pair->low_ref, low_release, 0, GFP_KERNEL);
	if (err)
		return err;
	pair->low.res = *res;
	pair->low.ref = &pair->low_ref;
	pair->low.ops = &low_ops;
	p = devm_memremap_pages(dev, &pair->low);
	if (IS_ERR(p))
		return PTR_ERR(p);
	return 0;
}
