// SPDX-License-Identifier: GPL-2.0-only
/* Mended already, in a function of its own. */
#include <linux/memremap.h>
#include <linux/mm.h>

static void helper_forget(struct page *page)
{
	__ClearPageActive(page);
	if (is_device_private_page(page))
		page->mapping = NULL;
}

void helper_put(struct page *page)
{
	if (page_ref_dec_return(page) == 1) {
		helper_forget(page);
		page->pgmap->ops->page_free(page);
	}
}
