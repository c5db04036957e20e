// SPDX-License-Identifier: GPL-2.0-only
/* Nothing here is hmm_vma_alloc_locked_page(). */
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>

#if 0
struct page *hmm_vma_alloc_locked_page(struct vm_area_struct *vma,
				       unsigned long addr);
#endif

struct page *hmm_vma_alloc_locked(struct vm_area_struct *vma,
				  unsigned long addr);

struct page *hmm_vma_alloc_locked(struct vm_area_struct *vma,
				  unsigned long addr)
{
	pr_info("not hmm_vma_alloc_locked_page(vma, addr)\n");
	return alloc_page_vma(GFP_HIGHUSER, vma, addr);
}
