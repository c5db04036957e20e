// SPDX-License-Identifier: GPL-2.0-only
/* Mended already: in line, for all pages, and by the type itself. */
#include <linux/memremap.h>
#include <linux/mm.h>

void asked_put(struct page *page)
{
	int count = page_ref_dec_return(page);

	if (count == 1) {
		__ClearPageActive(page);
		if (is_device_private_page(page))
			page->mapping = NULL;

		page->pgmap->ops->page_free(page);
	} else if (!count)
		__put_page(page);
}

void asked_by_type(struct page *page)
{
	if (page_ref_dec_return(page) != 1)
		return;
	if (page->pgmap->type == MEMORY_DEVICE_PRIVATE) {
		__ClearPageActive(page);
		page->mapping = NULL;
	}
	page->pgmap->ops->page_free(page);
}

void asked_nobody(struct page *page)
{
	page->mapping = NULL;
	page->pgmap->ops->page_free(page);
}
