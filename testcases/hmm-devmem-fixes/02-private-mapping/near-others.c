// SPDX-License-Identifier: GPL-2.0-only
/* Pools have pages and a page_free() of their own. dev_pagemap_ops is a word. */
#include <linux/memremap.h>
#include <linux/mm.h>

struct pool_ops {
	void (*page_free)(struct page *page);
};

struct pool {
	const struct pool_ops *ops;
	const char *name;	/* "page->pgmap->ops->page_free(page)" */
};

void pool_put(struct pool *pool, struct page *page)
{
	if (page_ref_dec_return(page) == 0)
		pool->ops->page_free(page);
}
