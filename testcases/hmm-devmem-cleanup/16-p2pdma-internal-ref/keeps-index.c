// SPDX-License-Identifier: GPL-2.0-only
// One of several is reached by its index.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct index {
	struct dev_pagemap map;
	struct percpu_ref ref;
	struct completion done;
};

static void index_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct index, ref)->done);
}

static void index_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void index_cleanup(struct dev_pagemap *pgmap)
{
	struct index *index = container_of(pgmap, struct index, map);

	wait_for_completion(&index->done);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops index_ops = {
	.kill = index_kill,
	.cleanup = index_cleanup,
};

int index_probe(struct device *dev, struct resource *res);
int index_probe(struct device *dev, struct resource *res)
{
	struct index *index = devm_kzalloc(dev, 4 * sizeof(*index), GFP_KERNEL);
	int err;
	void *p;

	if (!index)
		return -ENOMEM;
	init_completion(&index->done);
	err = percpu_ref_init(&index->ref, index_release, 0, GFP_KERNEL);
	if (err)
		return err;
	index->map.res = *res;
	index[0].map.type = MEMORY_DEVICE_PCI_P2PDMA;
	index->map.ref = &index->ref;
	index->map.ops = &index_ops;
	p = devm_memremap_pages(dev, &index->map);
	if (IS_ERR(p))
		return PTR_ERR(p);
	return 0;
}
