// SPDX-License-Identifier: GPL-2.0-only
// The members depend on the configuration.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct config {
	struct device *dev;
	struct dev_pagemap map;
#ifdef CONFIG_DEV_PAGEMAP_OPS
	struct percpu_ref ref;
	struct completion done;
#endif
};

static void config_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct config, ref)->done);
}

static void config_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void config_cleanup(struct dev_pagemap *pgmap)
{
	struct config *config = container_of(pgmap, struct config, map);

	wait_for_completion(&config->done);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops config_ops = {
	.kill = config_kill,
	.cleanup = config_cleanup,
};

int config_probe(struct device *dev, struct resource *res);
int config_probe(struct device *dev, struct resource *res)
{
	struct config *config = devm_kzalloc(dev, sizeof(*config), GFP_KERNEL);
	int err;
	void *p;

	if (!config)
		return -ENOMEM;
	config->dev = dev;
	init_completion(&config->done);
	err = percpu_ref_init(&config->ref, config_release, 0, GFP_KERNEL);
	if (err)
		return err;
	config->map.res = *res;
	config->map.ref = &config->ref;
	config->map.ops = &config_ops;
	p = devm_memremap_pages(dev, &config->map);
	if (IS_ERR(p))
		return PTR_ERR(p);
	return 0;
}
