// SPDX-License-Identifier: GPL-2.0-only
// It is what the device remembers.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct drvdata {
	struct dev_pagemap map;
	struct percpu_ref ref;
	struct completion done;
};

static void drvdata_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct drvdata, ref)->done);
}

static void drvdata_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void drvdata_cleanup(struct dev_pagemap *pgmap)
{
	struct drvdata *drvdata = container_of(pgmap, struct drvdata, map);

	wait_for_completion(&drvdata->done);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops drvdata_ops = {
	.kill = drvdata_kill,
	.cleanup = drvdata_cleanup,
};

static u64 pgmap_len(struct drvdata *w)
{
	return resource_size(&w->map.res);
}

u64 drvdata_start(struct device *dev);
u64 drvdata_start(struct device *dev)
{
	struct drvdata *drvdata = dev_get_drvdata(dev);

	return drvdata->map.res.start + pgmap_len(drvdata);
}

int drvdata_probe(struct device *dev, struct resource *res);
int drvdata_probe(struct device *dev, struct resource *res)
{
	struct drvdata *drvdata = devm_kzalloc(dev, sizeof(*drvdata), GFP_KERNEL);
	int err;
	void *p;

	if (!drvdata)
		return -ENOMEM;
	init_completion(&drvdata->done);
	err = percpu_ref_init(&drvdata->ref, drvdata_release, 0, GFP_KERNEL);
	if (err)
		return err;
	drvdata->map.res = *res;
	drvdata->map.ref = &drvdata->ref;
	drvdata->map.ops = &drvdata_ops;
	p = devm_memremap_pages(dev, &drvdata->map);
	if (IS_ERR(p))
		return PTR_ERR(p);
	dev_set_drvdata(dev, drvdata);
	return 0;
}
