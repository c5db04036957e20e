// SPDX-License-Identifier: GPL-2.0-only
/* A declaration of one's own, for want of the header. */
#include <linux/kernel.h>
#include <linux/mm.h>

struct page *hmm_vma_alloc_locked_page(struct vm_area_struct *vma,
				       unsigned long addr);
void header_only(void);

void header_only(void)
{
	pr_info("hmm\n");
}
