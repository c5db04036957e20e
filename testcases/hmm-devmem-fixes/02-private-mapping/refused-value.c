// SPDX-License-Identifier: GPL-2.0-only
#include <linux/memremap.h>
#include <linux/mm.h>

void value_put(struct dev_pagemap *map, struct page *page)
{
	if (page_ref_dec_return(page) == 1)
		map->ops->page_free(compound_head(page));
}
