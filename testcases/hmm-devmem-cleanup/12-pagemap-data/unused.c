// SPDX-License-Identifier: GPL-2.0-only
// data is stored, but nobody reads it.
#include <linux/mm.h>
#include <linux/memremap.h>
#include <linux/slab.h>

struct box {
	struct dev_pagemap *map;
	struct percpu_ref ref;
	void *data;
};

static void box_free(struct page *page, void *data);

static void box_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void box_cleanup(struct dev_pagemap *pgmap)
{
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops box_ops = {
	.page_free = box_free,
	.kill = box_kill,
	.cleanup = box_cleanup,
};

void box_setup(struct box *box, struct device *dev);
void box_setup(struct box *box, struct device *dev)
{
	box->data = dev;
	box->map->data = box;
	box->map->ref = &box->ref;
	box->map->ops = &box_ops;
}

static void box_free(struct page *page, void *data)
{
	wake_up_var(&page->_refcount);
}
