// SPDX-License-Identifier: GPL-2.0-only
#include <linux/memremap.h>
#include <linux/mm.h>

void condition_put(struct page *page, bool cold)
{
	if (page_ref_dec_return(page) != 1)
		return;
	if (cold)
		page->mapping = NULL;
	page->pgmap->ops->page_free(page);
}
