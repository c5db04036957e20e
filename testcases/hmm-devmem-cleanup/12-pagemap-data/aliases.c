// SPDX-License-Identifier: GPL-2.0-only
/* By another name for the pagemap, of which there are two. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

struct mem_info {
	struct dev_pagemap pgmap;
	struct dev_pagemap meta;
	struct percpu_ref ref;
	unsigned long pages, meta_pages;
};

typedef struct mem_info mem_info_t;

int aliases_map(struct device *dev, mem_info_t *mi);
void aliases_drop(struct mem_info *mi);

static void aliases_free(struct page *page, void *data)
{
	mem_info_t *mi = data;

	mi->pages--;
}

static void aliases_free_meta(struct page *page, void *data)
{
	struct mem_info *mi = data;

	mi->meta_pages--;
}

static const struct dev_pagemap_ops aliases_ops = {
	.page_free = aliases_free,
};

static const struct dev_pagemap_ops aliases_meta_ops = {
	.page_free = aliases_free_meta,
};

int aliases_map(struct device *dev, mem_info_t *mi)
{
	struct dev_pagemap *pgmap;

	pgmap = &mi->pgmap;
	pgmap->ref = &mi->ref;
	pgmap->ops = &aliases_ops;
	pgmap->data = mi;
	if (IS_ERR(devm_memremap_pages(dev, pgmap)))
		return -ENXIO;

	pgmap = &mi->meta;
	pgmap->ref = &mi->ref;
	pgmap->ops = &aliases_meta_ops;
	pgmap->data = mi;
	return IS_ERR(devm_memremap_pages(dev, pgmap)) ? -ENXIO : 0;
}

void aliases_drop(struct mem_info *mi)
{
	mi->pgmap.data = NULL;
	mi->meta.data = 0;
}
