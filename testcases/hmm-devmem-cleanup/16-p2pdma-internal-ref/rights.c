// SPDX-License-Identifier: GPL-2.0-only
/*
 * The count is exited by an action that comes last.
 */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct rights {
	struct dev_pagemap map;
	struct percpu_ref ref;
	struct completion done;
};

static void rights_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct rights, ref)->done);
}

static void rights_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void rights_cleanup(struct dev_pagemap *pgmap)
{
	struct rights *rights = container_of(pgmap, struct rights, map);

	wait_for_completion(&rights->done);
}

static const struct dev_pagemap_ops rights_ops = {
	.kill = rights_kill,
	.cleanup = rights_cleanup,
};

static void rights_exit(void *data)
{
	struct percpu_ref *ref = data;

	percpu_ref_exit(ref);
}

int rights_probe(struct device *dev, struct resource *res);
int rights_probe(struct device *dev, struct resource *res)
{
	struct rights *rights = devm_kzalloc(dev, sizeof(*rights), GFP_KERNEL);
	int err;
	void *p;

	if (!rights)
		return -ENOMEM;
	init_completion(&rights->done);
	err = percpu_ref_init(&rights->ref, rights_release, 0, GFP_KERNEL);
	if (err)
		return err;
	rights->map.res = *res;
	rights->map.ref = &rights->ref;
	rights->map.ops = &rights_ops;
	p = devm_memremap_pages(dev, &rights->map);
	if (IS_ERR(p))
		return PTR_ERR(p);
	err = devm_add_action_or_reset(dev, rights_exit, &rights->ref);
	if (err)
		return err;
	return 0;
}
