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

static struct pglist_data *lru_unlock(struct pglist_data *held,
				      unsigned long irq)
{
	if (held)
		spin_unlock_irqrestore(&held->lru_lock, irq);
	return NULL;
}

/* Take the lock that @page needs, and give up the one that is held. */
static struct pglist_data *lru_lock_of(struct page *page,
				       struct pglist_data *held,
				       unsigned long *irq)
{
	struct pglist_data *needed = page_pgdat(page);

	if (held == needed)
		return held;
	lru_unlock(held, *irq);
	spin_lock_irqsave(&needed->lru_lock, *irq);
	return needed;
}

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
	unsigned long irq = 0;
	struct page *page, *next;
	LIST_HEAD(unused);
	int left;

	for (left = nr; left > 0; left--) {
		page = *pages++;
		if (is_huge_zero_page(page))
			continue;

		/* Public memory of a device: never huge */
		if (is_device_public_page(page)) {
			held = lru_unlock(held, irq);
			put_devmap_managed_page(page);
			continue;
		}

		page = compound_head(page);
		if (!put_page_testzero(page))
			continue;
		if (PageLRU(page)) {
			held = lru_lock_of(page, held, &irq);
			list_del(&page->lru);
			__ClearPageLRU(page);
		}
		list_add(&page->lru, &unused);

		/* do not sit on the lock for too long */
		if (left % SWAP_CLUSTER_MAX == 0)
			held = lru_unlock(held, irq);
	}
	lru_unlock(held, irq);

	list_for_each_entry_safe(page, next, &unused, lru) {
		__ClearPageWaiters(page);
		__ClearPageActive(page);
		__free_pages(page, 0);
	}
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
