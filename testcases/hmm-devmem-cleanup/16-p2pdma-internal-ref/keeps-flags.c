// SPDX-License-Identifier: GPL-2.0-only
// The count starts in a mode of its own.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct flags {
	struct dev_pagemap map;
	struct percpu_ref ref;
	struct completion done;
};

static void flags_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct flags, ref)->done);
}

static void flags_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void flags_cleanup(struct dev_pagemap *pgmap)
{
	struct flags *flags = container_of(pgmap, struct flags, map);

	wait_for_completion(&flags->done);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops flags_ops = {
	.kill = flags_kill,
	.cleanup = flags_cleanup,
};

int flags_probe(struct device *dev, struct resource *res);
int flags_probe(struct device *dev, struct resource *res)
{
	struct flags *flags = devm_kzalloc(dev, sizeof(*flags), GFP_KERNEL);
	int err;
	void *p;

	if (!flags)
		return -ENOMEM;
	init_completion(&flags->done);
	err = percpu_ref_init(&flags->ref, flags_release, 1, GFP_KERNEL);
	if (err)
		return err;
	flags->map.res = *res;
	flags->map.ref = &flags->ref;
	flags->map.ops = &flags_ops;
	p = devm_memremap_pages(dev, &flags->map);
	if (IS_ERR(p))
		return PTR_ERR(p);
	return 0;
}
