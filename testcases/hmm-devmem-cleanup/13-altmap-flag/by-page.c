// SPDX-License-Identifier: GPL-2.0-only
/* Reached by a page: the type is only known with <linux/mm_types.h>. */
#include <linux/memremap.h>
#include <linux/mm.h>

struct by_page {
	bool altmap_valid;
};

bool by_page(struct page *page, struct by_page *b);

bool by_page(struct page *page, struct by_page *b)
{
	b->altmap_valid = page->pgmap->altmap_valid;
	return page->pgmap->altmap_valid;
}
