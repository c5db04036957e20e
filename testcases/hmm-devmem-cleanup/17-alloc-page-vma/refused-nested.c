// SPDX-License-Identifier: GPL-2.0-only
/* There is no room to look at the page. */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>

unsigned long pfn_of(struct vm_area_struct *vma, unsigned long addr);
int count(struct vm_area_struct *vma, unsigned long addr, struct page **list);
struct page *one_of(struct vm_area_struct *vma, struct page *given);

unsigned long pfn_of(struct vm_area_struct *vma, unsigned long addr)
{
	return page_to_pfn(hmm_vma_alloc_locked_page(vma, addr));
}

int count(struct vm_area_struct *vma, unsigned long addr, struct page **list)
{
	int n = 0;

	while ((list[n] = hmm_vma_alloc_locked_page(vma, addr)))
		n++;
	list[n++] = hmm_vma_alloc_locked_page(vma, addr);
	return n;
}

struct page *one_of(struct vm_area_struct *vma, struct page *given)
{
	struct page *page;

	if (!(page = hmm_vma_alloc_locked_page(vma, 0)))
		page = given;
	return given ? given : hmm_vma_alloc_locked_page(vma, 0);
}
