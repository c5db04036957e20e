// SPDX-License-Identifier: GPL-2.0-only
/* Two of them, each with a condition of its own; only one is ever compiled. */
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/mm.h>

#ifdef CONFIG_CASE_NODES
/* by node */
struct page *
alloc_pages_vma(gfp_t gfp, int order, struct vm_area_struct *vma,
		unsigned long addr, int node, bool hugepage)
{
	return __alloc_pages(gfp, order, node);
}
#else
/* from anywhere */
struct page *alloc_pages_vma(gfp_t gfp, int order, struct vm_area_struct *vma,
			     unsigned long addr, int node, bool hugepage)
{
	return __alloc_pages(gfp, order, NUMA_NO_NODE);
}
#endif
