// SPDX-License-Identifier: GPL-2.0-only
/* The page is what a variable begins with. */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>

int first(struct vm_area_struct *vma, unsigned long addr);
int then(struct vm_area_struct *vma, unsigned long addr);

int first(struct vm_area_struct *vma, unsigned long addr)
{
	struct page *dest = hmm_vma_alloc_locked_page(vma, addr);
	int count = 3;

	if (!dest)
		return -ENOMEM;
	unlock_page(dest);
	return count;
}

int then(struct vm_area_struct *vma, unsigned long addr)
{
	struct page *dest = hmm_vma_alloc_locked_page(vma, addr);

	pr_info("at %lx\n", addr);
	if (dest)
		unlock_page(dest);
	return 0;
}
