// SPDX-License-Identifier: GPL-2.0-only
// The count is exited by an action that comes last.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct later {
	struct dev_pagemap map;
	struct percpu_ref ref;
	struct completion done;
};

static void later_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct later, ref)->done);
}

static void later_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void later_cleanup(struct dev_pagemap *pgmap)
{
	struct later *later = container_of(pgmap, struct later, map);

	wait_for_completion(&later->done);
}

static const struct dev_pagemap_ops later_ops = {
	.kill = later_kill,
	.cleanup = later_cleanup,
};

static void later_exit(void *data)
{
	struct percpu_ref *ref = data;

	percpu_ref_exit(ref);
}

int later_probe(struct device *dev, struct resource *res);
int later_probe(struct device *dev, struct resource *res)
{
	struct later *later = devm_kzalloc(dev, sizeof(*later), GFP_KERNEL);
	int err;
	void *p;

	if (!later)
		return -ENOMEM;
	init_completion(&later->done);
	err = percpu_ref_init(&later->ref, later_release, 0, GFP_KERNEL);
	if (err)
		return err;
	later->map.res = *res;
	later->map.ref = &later->ref;
	later->map.ops = &later_ops;
	p = devm_memremap_pages(dev, &later->map);
	if (IS_ERR(p))
		return PTR_ERR(p);
	err = devm_add_action_or_reset(dev, later_exit, &later->ref);
	if (err)
		return err;
	return 0;
}
