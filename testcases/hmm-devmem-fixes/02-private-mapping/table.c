// SPDX-License-Identifier: GPL-2.0-only
/* The table has a name, and so has the head; a local patch counts. */
#include <linux/memremap.h>
#include <linux/mm.h>

static unsigned long table_freed;

void table_put(struct page *page)
{
	struct page *head = compound_head(page);
	const struct dev_pagemap_ops *ops = head->pgmap->ops;
	int left = page_ref_dec_return(head);

	if (left > 1)
		return;
	if (left == 0) {
		__put_page(head);
		return;
	}
	table_freed++;
	/* the owner may hand it out at once */
	ops->page_free(head);
}
