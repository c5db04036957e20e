// SPDX-License-Identifier: GPL-2.0-only
/* Code that is not compiled, where a comment could be; twice. */
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/mm.h>

#if 0
int above_stays(int n);
#endif
int above_used(int n);

#if 0
static int above_goes;
#endif
struct page *hmm_vma_alloc_locked_page(struct vm_area_struct *vma,
				       unsigned long addr)
{
	return NULL;
}
EXPORT_SYMBOL(hmm_vma_alloc_locked_page);
