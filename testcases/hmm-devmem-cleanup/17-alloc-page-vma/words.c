// SPDX-License-Identifier: GPL-2.0-only
/* Nothing here calls hmm_vma_alloc_locked_page(). */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>

#if 0
static struct page *old(struct vm_area_struct *vma)
{
	return hmm_vma_alloc_locked_page(vma, 0);
}
#endif

struct page *hmm_vma_alloc_page(struct vm_area_struct *vma, unsigned long addr);

struct page *hmm_vma_alloc_page(struct vm_area_struct *vma, unsigned long addr)
{
	pr_info("not hmm_vma_alloc_locked_page(vma, addr)\n");
	return alloc_page_vma(GFP_HIGHUSER, vma, addr);
}
