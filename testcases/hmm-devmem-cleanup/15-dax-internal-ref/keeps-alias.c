// SPDX-License-Identifier: GPL-2.0-only
// A local pointer to the count is all that is used.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct alias {
	struct device *dev;
	struct dev_pagemap map;
	struct percpu_ref ref;
	struct completion done;
};

static void alias_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct alias, ref)->done);
}

static void alias_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void alias_cleanup(struct dev_pagemap *pgmap)
{
	struct alias *alias = container_of(pgmap, struct alias, map);

	wait_for_completion(&alias->done);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops alias_ops = {
	.kill = alias_kill,
	.cleanup = alias_cleanup,
};

int alias_probe(struct device *dev, struct resource *res);
int alias_probe(struct device *dev, struct resource *res)
{
	struct alias *alias = devm_kzalloc(dev, sizeof(*alias), GFP_KERNEL);
	struct percpu_ref *ref;
	int err;
	void *p;

	if (!alias)
		return -ENOMEM;
	alias->dev = dev;
	init_completion(&alias->done);
	ref = &alias->ref;
	err = percpu_ref_init(ref, alias_release, 0, GFP_KERNEL);
	if (err)
		return err;
	alias->map.res = *res;
	alias->map.ref = ref;
	alias->map.ops = &alias_ops;
	p = devm_memremap_pages(dev, &alias->map);
	if (IS_ERR(p))
		return PTR_ERR(p);
	return 0;
}
