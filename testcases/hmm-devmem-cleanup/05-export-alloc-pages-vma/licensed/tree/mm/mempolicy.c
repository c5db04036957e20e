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

static struct mempolicy *get_vma_policy(struct vm_area_struct *vma)
{
	return vma && vma->vm_policy ? vma->vm_policy : &default_policy;
}

/**
 * alloc_pages_vma - memory for an area of a process
 * @gfp: kind of memory
 * @order: how much
 * @vma: the area, NULL if there is none
 * @addr: where in it
 * @node: where to look first if the area does not say
 * @hugepage: better none than from afar
 *
 * The mmap_sem is held if there is an area. NULL if there is no memory.
 */
struct page *
alloc_pages_vma(gfp_t gfp, int order, struct vm_area_struct *vma,
		unsigned long addr, int node, bool hugepage)
{
	struct mempolicy *pol = get_vma_policy(vma);
	struct page *page;

	if (pol->preferred != NUMA_NO_NODE)
		node = pol->preferred;
	page = __alloc_pages(gfp, order, node);
	if (!page && !hugepage)
		page = __alloc_pages(gfp, order, numa_mem_id());
	return page;
}
EXPORT_SYMBOL_GPL(alloc_pages_vma);

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
