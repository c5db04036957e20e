// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory that comes and goes.
 */
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/memremap.h>
#include <linux/memory_hotplug.h>
#include <linux/export.h>

void memmap_init_zone(unsigned long size, int nid, unsigned long zone,
		      unsigned long start_pfn, struct vmem_altmap *altmap);

static DEFINE_MUTEX(mem_hotplug_lock);

void mem_hotplug_begin(void)
{
	mutex_lock(&mem_hotplug_lock);
}

void mem_hotplug_done(void)
{
	mutex_unlock(&mem_hotplug_lock);
}

int add_pages(int nid, unsigned long start_pfn, unsigned long nr_pages,
	      struct mhp_restrictions *restrictions)
{
	struct vmem_altmap *altmap = restrictions->altmap;

	if ((start_pfn | nr_pages) & ~PAGE_SECTION_MASK)
		return -EINVAL;

	/* the memmap comes from the range itself: is it that range? */
	if (altmap) {
		if (altmap->base_pfn != start_pfn ||
		    vmem_altmap_offset(altmap) > nr_pages)
			return -EINVAL;
		altmap->alloc = 0;
	}
	return 0;
}

void move_pfn_range_to_zone(struct zone *zone, unsigned long start_pfn,
			    unsigned long nr_pages, struct vmem_altmap *altmap)
{
	zone->zone_start_pfn = start_pfn;
	zone->spanned_pages = nr_pages;
	memmap_init_zone(nr_pages, zone->node, zone_idx(zone), start_pfn,
			 altmap);
}

#ifdef CONFIG_MEMORY_HOTREMOVE
static void __remove_section(unsigned long pfn, unsigned long map_offset,
			     struct vmem_altmap *altmap)
{
	if (altmap)
		vmem_altmap_free(altmap, PAGES_PER_SECTION - map_offset);
}

/**
 * __remove_pages() - take memory out of a zone again
 * @zone: the zone
 * @start_pfn: first pfn, of a section
 * @nr_pages: how many, whole sections
 * @altmap: where its memmap is, NULL if in other memory
 */
void __remove_pages(struct zone *zone, unsigned long start_pfn,
		    unsigned long nr_pages, struct vmem_altmap *altmap)
{
	unsigned long skip = 0, i;

	/* the start of the range may have been the driver's own */
	if (is_dev_zone(zone)) {
		if (altmap)
			skip = vmem_altmap_offset(altmap);
	}

	BUG_ON((start_pfn | nr_pages) & ~PAGE_SECTION_MASK);

	for (i = 0; i < nr_pages; i += PAGES_PER_SECTION) {
		cond_resched();
		__remove_section(start_pfn + i, skip, altmap);
		skip = 0;
	}
}
#endif /* CONFIG_MEMORY_HOTREMOVE */
