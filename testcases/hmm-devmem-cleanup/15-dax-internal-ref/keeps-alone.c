// SPDX-License-Identifier: GPL-2.0-only
// One count for the whole driver.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/memremap.h>
#include <linux/completion.h>
#include <linux/percpu-refcount.h>

static struct percpu_ref alone_ref;
static struct completion alone_done;

static void alone_release(struct percpu_ref *ref)
{
	complete(&alone_done);
}

static void alone_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void alone_cleanup(struct dev_pagemap *pgmap)
{
	wait_for_completion(&alone_done);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops alone_ops = {
	.kill = alone_kill,
	.cleanup = alone_cleanup,
};

void *alone_map(struct device *dev, struct dev_pagemap *map);
void *alone_map(struct device *dev, struct dev_pagemap *map)
{
	int err;

	init_completion(&alone_done);
	err = percpu_ref_init(&alone_ref, alone_release, 0, GFP_KERNEL);
	if (err)
		return ERR_PTR(err);
	map->type = MEMORY_DEVICE_DEVDAX;
	map->ref = &alone_ref;
	map->ops = &alone_ops;
	return devm_memremap_pages(dev, map);
}
