// SPDX-License-Identifier: GPL-2.0-only
// Comments behind all members, and before what goes.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct noted {
	struct device *dev;		/* the device */
	struct percpu_ref ref;		/* users */
	struct completion done;		// last user is gone
	struct dev_pagemap map;		/* pages */
};

static void noted_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct noted, ref)->done);
}

static void noted_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void noted_cleanup(struct dev_pagemap *pgmap)
{
	struct noted *noted = container_of(pgmap, struct noted, map);

	wait_for_completion(&noted->done);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops noted_ops = {
	.kill = noted_kill,
	.cleanup = noted_cleanup,
};

int noted_probe(struct device *dev, struct resource *res);
int noted_probe(struct device *dev, struct resource *res)
{
	struct noted *noted = devm_kzalloc(dev, sizeof(*noted), GFP_KERNEL);
	void *p;

	if (!noted)
		return -ENOMEM;
	noted->dev = dev;
	/* set up */
	init_completion(&noted->done);
	/* count the users */
	if (percpu_ref_init(&noted->ref, noted_release, 0, GFP_KERNEL))
		return -ENOMEM;

	/* a noted has pages */
	noted->map.res = *res;
	/* keep it */
	noted->map.ref = &noted->ref;
	noted->map.ops = &noted_ops;
	p = devm_memremap_pages(dev, &noted->map);
	if (IS_ERR(p))
		return PTR_ERR(p);
	return 0;
}
