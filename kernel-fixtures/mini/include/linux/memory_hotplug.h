/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MEMORY_HOTPLUG_H
#define _LINUX_MEMORY_HOTPLUG_H

#include <linux/mm.h>

#define MHP_MEMBLOCK_API	(1 << 0)

/* What the one who adds memory does not want done with it. */
struct mhp_restrictions {
	unsigned long flags;
	struct vmem_altmap *altmap;
};

#ifdef CONFIG_MEMORY_HOTPLUG
void mem_hotplug_begin(void);
void mem_hotplug_done(void);
int add_pages(int nid, unsigned long start_pfn, unsigned long nr_pages,
	      struct mhp_restrictions *restrictions);
int arch_add_memory(int nid, u64 start, u64 size,
		    struct mhp_restrictions *restrictions);
void move_pfn_range_to_zone(struct zone *zone, unsigned long start_pfn,
			    unsigned long nr_pages, struct vmem_altmap *altmap);
#endif

#ifdef CONFIG_MEMORY_HOTREMOVE
void arch_remove_memory(int nid, u64 start, u64 size,
			struct vmem_altmap *altmap);
void __remove_pages(struct zone *zone, unsigned long start_pfn,
		    unsigned long nr_pages, struct vmem_altmap *altmap);
#endif

#endif
