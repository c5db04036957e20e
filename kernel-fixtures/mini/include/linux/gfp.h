/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef __LINUX_GFP_H
#define __LINUX_GFP_H

#include <linux/mmzone.h>

struct vm_area_struct;

#define __GFP_HIGHMEM	((gfp_t)0x02u)
#define __GFP_MOVABLE	((gfp_t)0x08u)
#define __GFP_RECLAIM	((gfp_t)0x400u)
#define GFP_KERNEL	(__GFP_RECLAIM)
#define GFP_HIGHUSER	(__GFP_RECLAIM | __GFP_HIGHMEM)

struct page *__alloc_pages(gfp_t gfp_mask, unsigned int order, int nid);
void __free_pages(struct page *page, unsigned int order);

static inline struct page *alloc_pages_node(int nid, gfp_t gfp_mask,
					    unsigned int order)
{
	int from = nid != NUMA_NO_NODE ? nid : numa_mem_id();

	return __alloc_pages(gfp_mask, order, from);
}

#ifdef CONFIG_NUMA
struct page *alloc_pages_vma(gfp_t gfp, int order, struct vm_area_struct *vma,
			     unsigned long addr, int node, bool hugepage);
struct page *alloc_pages_current(gfp_t gfp, unsigned int order);
#define alloc_pages(gfp, order)	alloc_pages_current(gfp, order)
#else
#define alloc_pages(gfp, order)	alloc_pages_node(numa_node_id(), gfp, order)
#define alloc_pages_vma(gfp, order, vma, addr, node, huge) \
	alloc_pages(gfp, order)
#endif

/* One page; for the memory of a process the area may have a say. */
#define alloc_page_vma(gfp, vma, addr) \
	alloc_pages_vma(gfp, 0, vma, addr, numa_node_id(), false)
#define alloc_page(gfp)		alloc_pages(gfp, 0)
#define __free_page(page)	__free_pages(page, 0)

#endif
