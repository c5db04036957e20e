// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files that live in memory of their own.
 */
#include <linux/dax.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/memremap.h>

/* While this holds, no truncate takes the page from its file. */
bool dax_lock_page(struct page *page)
{
	if (!page->mapping)
		return false;
	lock_page(page);
	return true;
}

void dax_unlock_page(struct page *page)
{
	unlock_page(page);
}
