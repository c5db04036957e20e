// SPDX-License-Identifier: GPL-2.0-only
// The table tells whose pagemap it is.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct methods {
	struct dev_pagemap map;
	struct percpu_ref ref;
	struct completion done;
};

static void methods_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct methods, ref)->done);
}

static void methods_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void methods_cleanup(struct dev_pagemap *pgmap)
{
	struct methods *methods = container_of(pgmap, struct methods, map);

	wait_for_completion(&methods->done);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops methods_ops = {
	.kill = methods_kill,
	.cleanup = methods_cleanup,
};

static bool is_box(struct dev_pagemap *pgmap)
{
	return pgmap->ops == &methods_ops;
}

int methods_probe(struct device *dev, struct resource *res);
int methods_probe(struct device *dev, struct resource *res)
{
	struct methods *methods = devm_kzalloc(dev, sizeof(*methods), GFP_KERNEL);
	void *p;

	if (!methods)
		return -ENOMEM;
	init_completion(&methods->done);
	if (percpu_ref_init(&methods->ref, methods_release, 0, GFP_KERNEL)) {
		devm_kfree(dev, methods);
		return -ENOMEM;
	}
	methods->map.res = *res;
	methods->map.ref = &methods->ref;
	methods->map.ops = &methods_ops;
	p = devm_memremap_pages(dev, &methods->map);
	if (IS_ERR(p))
		return PTR_ERR(p);
	WARN_ON(!is_box(&methods->map));
	return 0;
}
