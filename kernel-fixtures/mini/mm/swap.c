// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lists of pages in use, and how pages leave them.
 */
#include <linux/mm.h>
#include <linux/swap.h>
#include <linux/swapops.h>
#include <linux/memremap.h>
#include <linux/export.h>

static void __page_cache_release(struct page *page)
{
	struct pglist_data *pgdat = page_pgdat(page);
	unsigned long flags;

	if (!PageLRU(page))
		return;
	spin_lock_irqsave(&pgdat->lru_lock, flags);
	__ClearPageLRU(page);
	list_del(&page->lru);
	spin_unlock_irqrestore(&pgdat->lru_lock, flags);
}

void __put_page(struct page *page)
{
	if (is_zone_device_page(page)) {
		put_dev_pagemap(page->pgmap);

		/* the page itself belongs to the device and stays */
		return;
	}
	__page_cache_release(page);
	__free_pages(page, 0);
}
EXPORT_SYMBOL(__put_page);

/**
 * release_pages - put many pages at once
 * @pages: the pages
 * @nr: how many
 *
 * Those that nobody uses any more leave the lru and are freed. The lock of the
 * lru is kept from one page to the next where that can be.
 */
void release_pages(struct page **pages, int nr)
{
	struct pglist_data *held = NULL;
	LIST_HEAD(dead);
	unsigned long uninitialized_var(flags);
	struct page *page, *next;
	int i;

	for (i = 0; i < nr; i++) {
		page = pages[i];

		/* do not sit on the lock for too long */
		if (held && i % SWAP_CLUSTER_MAX == 0) {
			spin_unlock_irqrestore(&held->lru_lock, flags);
			held = NULL;
		}

		if (is_huge_zero_page(page))
			continue;

		/* Public memory of a device: never huge */
		if (is_device_public_page(page)) {
			if (held) {
				spin_unlock_irqrestore(&held->lru_lock, flags);
				held = NULL;
			}
			put_devmap_managed_page(page);
			continue;
		}

		page = compound_head(page);
		if (!put_page_testzero(page))
			continue;

		if (PageLRU(page)) {
			struct pglist_data *pgdat = page_pgdat(page);

			if (pgdat != held) {
				if (held)
					spin_unlock_irqrestore(&held->lru_lock,
							       flags);
				held = pgdat;
				spin_lock_irqsave(&held->lru_lock, flags);
			}
			__ClearPageLRU(page);
			list_del(&page->lru);
		}
		__ClearPageActive(page);
		__ClearPageWaiters(page);
		list_add(&page->lru, &dead);
	}
	if (held)
		spin_unlock_irqrestore(&held->lru_lock, flags);

	list_for_each_entry_safe(page, next, &dead, lru)
		__free_pages(page, 0);
}
EXPORT_SYMBOL(release_pages);

void lru_add_drain(void)
{
	barrier();
}

int isolate_lru_page(struct page *page)
{
	if (!PageLRU(page))
		return -EBUSY;
	__page_cache_release(page);
	get_page(page);
	return 0;
}

void putback_lru_page(struct page *page)
{
	list_add(&page->lru, &page_pgdat(page)->lruvec.list);
	SetPageLRU(page);
	put_page(page);
}

static unsigned char swap_map[1024];

int swap_duplicate(swp_entry_t entry)
{
	if (swp_offset(entry) >= ARRAY_SIZE(swap_map))
		return -EINVAL;
	swap_map[swp_offset(entry)]++;
	return 0;
}

void free_swap_and_cache(swp_entry_t entry)
{
	if (swp_offset(entry) < ARRAY_SIZE(swap_map))
		swap_map[swp_offset(entry)]--;
}

struct page *lookup_swap_cache(swp_entry_t entry)
{
	return alloc_page(GFP_HIGHUSER);
}
