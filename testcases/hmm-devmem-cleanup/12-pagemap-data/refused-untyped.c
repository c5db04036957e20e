// SPDX-License-Identifier: GPL-2.0-only
/* Two structures, and nobody says which of them is meant. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

struct cup {
	struct dev_pagemap map;
};

struct mug {
	struct dev_pagemap map;
};

void untyped_put(void *what);
void untyped_cup(struct cup *cup);
void untyped_mug(struct mug *mug);
void untyped_drop(struct page *page);

static void untyped_free(struct page *page, void *data)
{
	untyped_put(data);
}

static const struct dev_pagemap_ops untyped_ops = {
	.page_free = untyped_free,
};

void untyped_cup(struct cup *cup)
{
	cup->map.data = cup;
	cup->map.ops = &untyped_ops;
}

void untyped_mug(struct mug *mug)
{
	mug->map.data = mug;
	mug->map.ops = &untyped_ops;
}

void untyped_drop(struct page *page)
{
	untyped_put(page->pgmap->data);
}
