// SPDX-License-Identifier: GPL-2.0-only
/* One branch for each count, and no braces. */
#include <linux/memremap.h>
#include <linux/mm.h>

void otherwise_put(struct page *page)
{
	int count = page_ref_dec_return(page);

	if (count == 1)
		page->pgmap->ops->page_free(page);
	else if (!count)
		__put_page(page);
}

void otherwise_last(struct page *page)
{
	int count = page_ref_dec_return(page);

	if (!count)
		__put_page(page);
	else if (count == 1)
		(*page->pgmap->ops->page_free)(page);
}
