// SPDX-License-Identifier: GPL-2.0-only
/* Exported to all. */
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/mm.h>

struct page *hmm_vma_alloc_locked_page(struct vm_area_struct *vma,
				       unsigned long addr)
{
	return NULL;
}
EXPORT_SYMBOL(hmm_vma_alloc_locked_page);

int to_all(void);

#if 0
int to_all_old(void);
#endif
int to_all(void)
{
	return 1;
}
EXPORT_SYMBOL(to_all);
