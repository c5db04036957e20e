// SPDX-License-Identifier: GPL-2.0-only
/* Many pages of one map, and a call with a star. */
#include <linux/memremap.h>
#include <linux/mm.h>

void loop_put(struct dev_pagemap *map, struct page **pages, int nr)
{
	int i;

	for (i = 0; i < nr; i++) {
		if (page_ref_dec_return(pages[i]) != 1)
			continue;
		(*map->ops->page_free)(pages[i]);
	}
}
