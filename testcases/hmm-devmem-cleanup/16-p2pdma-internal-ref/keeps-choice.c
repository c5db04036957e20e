// SPDX-License-Identifier: GPL-2.0-only
// One of two tables.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct choice {
	struct dev_pagemap map;
	struct percpu_ref ref;
	struct completion done;
};

static void choice_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct choice, ref)->done);
}

static void choice_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void choice_cleanup(struct dev_pagemap *pgmap)
{
	struct choice *choice = container_of(pgmap, struct choice, map);

	wait_for_completion(&choice->done);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops choice_ops = {
	.kill = choice_kill,
	.cleanup = choice_cleanup,
};

static const struct dev_pagemap_ops choice_other = {
	.kill = choice_kill,
	.cleanup = choice_cleanup,
};

int choice_probe(struct device *dev, struct resource *res);
int choice_probe(struct device *dev, struct resource *res)
{
	struct choice *choice = devm_kzalloc(dev, sizeof(*choice), GFP_KERNEL);
	int err;
	void *p;

	if (!choice)
		return -ENOMEM;
	init_completion(&choice->done);
	err = percpu_ref_init(&choice->ref, choice_release, 0, GFP_KERNEL);
	if (err)
		return err;
	choice->map.res = *res;
	choice->map.ref = &choice->ref;
	choice->map.ops = res->start ? &choice_ops : &choice_other;
	p = devm_memremap_pages(dev, &choice->map);
	if (IS_ERR(p))
		return PTR_ERR(p);
	return 0;
}
