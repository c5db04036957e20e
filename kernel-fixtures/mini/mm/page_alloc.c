// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page frames.
 */
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/swap.h>
#include <linux/memremap.h>
#include <linux/memory_hotplug.h>
#include <linux/export.h>

struct pglist_data node_data[MAX_NUMNODES];
EXPORT_SYMBOL(node_data);

#define pageblock_nr_pages	512UL

static struct page *free_pages;

struct page *__alloc_pages(gfp_t gfp_mask, unsigned int order, int nid)
{
	struct page *page = order ? NULL : free_pages;

	if (page) {
		free_pages = (struct page *)page->private;
		atomic_set(&page->_refcount, 1);
	}
	return page;
}
EXPORT_SYMBOL(__alloc_pages);

void __free_pages(struct page *page, unsigned int order)
{
	page->private = (unsigned long)free_pages;
	free_pages = page;
}
EXPORT_SYMBOL(__free_pages);

static void __init_single_page(struct page *page, unsigned long pfn,
			       unsigned long zone, int nid)
{
	memset(page, 0, sizeof(*page));
	page->flags = (zone << ZONES_PGSHIFT) |
		((unsigned long)nid << NODES_PGSHIFT);
	atomic_set(&page->_refcount, 1);
	atomic_set(&page->_mapcount, -1);
}

/*
 * Struct pages for a range. For the memory of a device only those that hold
 * the memmap itself; the rest follows in memmap_init_zone_device().
 */
void __meminit memmap_init_zone(unsigned long size, int nid, unsigned long zone,
		unsigned long start_pfn, struct vmem_altmap *altmap)
{
	unsigned long pfn, end_pfn = start_pfn + size;

	if (highest_memmap_pfn < end_pfn - 1)
		highest_memmap_pfn = end_pfn - 1;

#ifdef CONFIG_ZONE_DEVICE
	if (zone == ZONE_DEVICE)
		end_pfn = start_pfn;
	if (zone == ZONE_DEVICE && altmap) {
		end_pfn = altmap->base_pfn + vmem_altmap_offset(altmap);
		if (altmap->base_pfn == start_pfn)
			start_pfn += altmap->reserve;
	}
#endif

	for (pfn = start_pfn; pfn < end_pfn; ++pfn)
		__init_single_page(pfn_to_page(pfn), pfn, zone, nid);
}

#ifdef CONFIG_ZONE_DEVICE
void __ref memmap_init_zone_device(struct zone *zone, unsigned long start_pfn,
				   unsigned long size,
				   struct dev_pagemap *pgmap)
{
	unsigned long end = start_pfn + size;

	BUG_ON(!pgmap);

	/*
	 * The pages of the memmap have been dealt with by memmap_init_zone():
	 * begin behind them.
	 */
	if (pgmap->altmap_valid) {
		struct vmem_altmap *inside = &pgmap->altmap;

		start_pfn = vmem_altmap_offset(inside) + inside->base_pfn;
		size = end - start_pfn;
	}
	pr_info("node %d: %lu pages of a device\n", zone->node, size);

	while (start_pfn < end) {
		struct page *fresh = pfn_to_page(start_pfn);

		__init_single_page(fresh, start_pfn, zone_idx(zone),
				   zone->node);
		/*
		 * pgmap and hmm_data stand where ->lru does in other pages, so
		 * that one of these must never be freed or put on a list.
		 */
		fresh->hmm_data = 0;
		fresh->pgmap = pgmap;
		__SetPageReserved(fresh);

		if (++start_pfn % pageblock_nr_pages == 0)
			cond_resched();
	}
}
#endif
