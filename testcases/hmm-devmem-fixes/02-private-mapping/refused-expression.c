// SPDX-License-Identifier: GPL-2.0-only
#include <linux/memremap.h>
#include <linux/mm.h>

int expression_put(struct page *page)
{
	return page_ref_dec_return(page) == 1 ?
		page->pgmap->ops->page_free(page), 1 : 0;
}
