// SPDX-License-Identifier: GPL-2.0-only
/* A caller that is still there. */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>

unsigned long pfn_of(struct vm_area_struct *vma, unsigned long addr);

unsigned long pfn_of(struct vm_area_struct *vma, unsigned long addr)
{
	return page_to_pfn(hmm_vma_alloc_locked_page(vma, addr));
}
