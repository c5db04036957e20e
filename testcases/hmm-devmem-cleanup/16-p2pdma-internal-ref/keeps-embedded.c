// SPDX-License-Identifier: GPL-2.0-only
// The call is within the test.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct embedded {
	struct dev_pagemap map;
	struct percpu_ref ref;
	struct completion done;
};

static void embedded_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct embedded, ref)->done);
}

static void embedded_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void embedded_cleanup(struct dev_pagemap *pgmap)
{
	struct embedded *embedded = container_of(pgmap, struct embedded, map);

	wait_for_completion(&embedded->done);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops embedded_ops = {
	.kill = embedded_kill,
	.cleanup = embedded_cleanup,
};

int embedded_probe(struct device *dev, struct resource *res);
int embedded_probe(struct device *dev, struct resource *res)
{
	struct embedded *embedded = devm_kzalloc(dev, sizeof(*embedded), GFP_KERNEL);
	int err;
	void *p;

	if (!embedded)
		return -ENOMEM;
	init_completion(&embedded->done);
	if ((err = percpu_ref_init(&embedded->ref, &embedded_release, 0, GFP_KERNEL)))
		return err;
	embedded->map.res = *res;
	embedded->map.ref = &embedded->ref;
	embedded->map.ops = &embedded_ops;
	p = devm_memremap_pages(dev, &embedded->map);
	if (IS_ERR(p))
		return PTR_ERR(p);
	return 0;
}
