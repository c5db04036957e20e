// SPDX-License-Identifier: GPL-2.0-only
/*
 * From which node memory should come.
 */
#include <linux/mm.h>
#include <linux/gfp.h>
#include <linux/export.h>

struct mempolicy {
	int preferred;
};

static struct mempolicy default_policy = { .preferred = NUMA_NO_NODE };

/* Nothing to export: whoever wants memory by area is given that of the node. */
struct page *numa_pages(gfp_t gfp, int order, struct vm_area_struct *vma,
			unsigned long addr, int node, bool hugepage);

struct page *numa_pages(gfp_t gfp, int order, struct vm_area_struct *vma,
			unsigned long addr, int node, bool hugepage)
{
	return __alloc_pages(gfp, order, node);
}

/**
 * alloc_pages_current - memory for the kernel itself
 * @gfp: kind of memory
 * @order: how much
 */
struct page *alloc_pages_current(gfp_t gfp, unsigned order)
{
	return alloc_pages_node(default_policy.preferred, gfp, order);
}
EXPORT_SYMBOL(alloc_pages_current);
