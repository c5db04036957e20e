// SPDX-License-Identifier: GPL-2.0-only
// One pointer to the wrapper, and none to the pagemap in it.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/completion.h>
#include <linux/memremap.h>

struct window_map {
	struct completion closed;
	struct dev_pagemap map;
	struct percpu_ref open;
};

static void window_closed(struct percpu_ref *open)
{
	struct window_map *w = container_of(open, struct window_map, open);

	complete(&w->closed);
}

static void window_close(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void window_wait(struct dev_pagemap *pgmap)
{
	struct window_map *w = container_of(pgmap, struct window_map, map);

	wait_for_completion(&w->closed);
	percpu_ref_exit(&w->open);
}

static const struct dev_pagemap_ops window_ops = {
	.kill = window_close,
	.cleanup = window_wait,
};

static void window_describe(struct window_map *w, struct resource *res)
{
	w->map.type = MEMORY_DEVICE_PCI_P2PDMA;
	w->map.res = *res;
}

void *window_open(struct device *dev, struct resource *res);
void *window_open(struct device *dev, struct resource *res)
{
	struct window_map *w = devm_kzalloc(dev, sizeof(struct window_map),
					    GFP_KERNEL);

	if (!w)
		return ERR_PTR(-ENOMEM);
	window_describe(w, res);
	init_completion(&w->closed);
	if (percpu_ref_init(&w->open, window_closed, 0, GFP_KERNEL)) {
		devm_kfree(dev, w);
		return ERR_PTR(-ENOMEM);
	}
	w->map.ops = &window_ops;
	w->map.ref = &w->open;
	return devm_memremap_pages(dev, &w->map);
}
