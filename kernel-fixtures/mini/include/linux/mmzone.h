/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MMZONE_H
#define _LINUX_MMZONE_H

enum zone_type {
	ZONE_NORMAL,
	ZONE_MOVABLE,
#ifdef CONFIG_ZONE_DEVICE
	ZONE_DEVICE,
#endif
	__MAX_NR_ZONES
};

#ifndef __GENERATING_BOUNDS_H

#include <linux/spinlock.h>
#include <linux/list.h>
#include <linux/wait.h>
#include <linux/completion.h>
#include <linux/mm_types.h>
#include <asm/page.h>
#include <asm/sparsemem.h>
#include <generated/bounds.h>

struct page;
struct vmem_altmap;

#define MAX_NUMNODES	2

struct lruvec {
	struct list_head list;
};

struct zone {
	int node;
	enum zone_type idx;
	unsigned long zone_start_pfn;
	unsigned long spanned_pages;
};

struct pglist_data {
	int node_id;
	struct zone node_zones[MAX_NR_ZONES];
	spinlock_t lru_lock;
	struct lruvec lruvec;
};

extern struct pglist_data node_data[MAX_NUMNODES];
#define NODE_DATA(nid)	(&node_data[nid])
#define NUMA_NO_NODE	(-1)

#define PA_SECTION_SHIFT	(SECTION_SIZE_BITS)
#define PFN_SECTION_SHIFT	(SECTION_SIZE_BITS - PAGE_SHIFT)
#define PAGES_PER_SECTION	(1UL << PFN_SECTION_SHIFT)
#define PAGE_SECTION_MASK	(~(PAGES_PER_SECTION - 1))

#define zone_idx(zone)		((zone)->idx)

static inline bool is_dev_zone(const struct zone *zone)
{
#ifdef CONFIG_ZONE_DEVICE
	return zone->idx == ZONE_DEVICE;
#else
	return false;
#endif
}

static inline int numa_node_id(void)
{
	return 0;
}
#define numa_mem_id()	numa_node_id()

#endif /* !__GENERATING_BOUNDS_H */
#endif
