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
	if (nid == NUMA_NO_NODE)
		nid = numa_mem_id();
	return __alloc_pages(gfp_mask, order, nid);
}

#ifdef CONFIG_NUMA
extern struct page *alloc_pages_current(gfp_t gfp_mask, unsigned int order);
#define alloc_pages(gfp_mask, order)	alloc_pages_current(gfp_mask, order)
extern struct page *alloc_pages_vma(gfp_t gfp_mask, int order,
			struct vm_area_struct *vma, unsigned long addr,
			int node, bool hugepage);
#else
#define alloc_pages(gfp_mask, order) \
		alloc_pages_node(numa_node_id(), gfp_mask, order)
#define alloc_pages_vma(gfp_mask, order, vma, addr, node, false)\
	alloc_pages(gfp_mask, order)
#endif
#define alloc_page(gfp_mask) alloc_pages(gfp_mask, 0)
#define alloc_page_vma(gfp_mask, vma, addr)			\
	alloc_pages_vma(gfp_mask, 0, vma, addr, numa_node_id(), false)
#define __free_page(page)	__free_pages((page), 0)

#endif
