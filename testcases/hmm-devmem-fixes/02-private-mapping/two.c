// SPDX-License-Identifier: GPL-2.0-only
/* Two calls in two arms; one of them is in order. */
#include <linux/memremap.h>
#include <linux/mm.h>

void two_put(struct page *page, bool fast)
{
	switch (page_ref_dec_return(page)) {
	case 0:
		__put_page(page);
		break;
	case 1:
		if (fast) {
			page->mapping = NULL;
			page->pgmap->ops->page_free(page);
		} else {
			__ClearPageActive(page);
			page->pgmap->ops->page_free(page);
		}
		break;
	}
}
