// SPDX-License-Identifier: GPL-2.0-only
// The test says that it hardly ever fails.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct unlikely {
	struct dev_pagemap map;
	struct percpu_ref ref;
	struct completion done;
};

static void unlikely_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct unlikely, ref)->done);
}

static void unlikely_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void unlikely_cleanup(struct dev_pagemap *pgmap)
{
	struct unlikely *unlikely = container_of(pgmap, struct unlikely, map);

	wait_for_completion(&unlikely->done);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops unlikely_ops = {
	.kill = unlikely_kill,
	.cleanup = unlikely_cleanup,
};

int unlikely_probe(struct device *dev, struct resource *res);
int unlikely_probe(struct device *dev, struct resource *res)
{
	struct unlikely *unlikely = devm_kzalloc(dev, sizeof(*unlikely), GFP_KERNEL);
	int err;
	void *p;

	if (!unlikely)
		return -ENOMEM;
	init_completion(&unlikely->done);
	err = percpu_ref_init(&unlikely->ref, &unlikely_release, 0, GFP_KERNEL);
	if (unlikely(err)) {
		dev_warn(dev, "no count\n");
		return -ENOMEM;
	}
	unlikely->map.res = *res;
	unlikely->map.ref = &unlikely->ref;
	unlikely->map.ops = &unlikely_ops;
	p = devm_memremap_pages(dev, &unlikely->map);
	if (IS_ERR(p))
		return PTR_ERR(p);
	return 0;
}
