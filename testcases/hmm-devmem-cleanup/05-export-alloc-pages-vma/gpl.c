// SPDX-License-Identifier: GPL-2.0-only
/* Exported already, to those with a compatible license: that is a decision. */
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/mm.h>

struct page *alloc_pages_vma(gfp_t gfp, int order, struct vm_area_struct *vma,
			     unsigned long addr, int node, bool hugepage)
{
	return NULL;
}
EXPORT_SYMBOL_GPL(alloc_pages_vma);
