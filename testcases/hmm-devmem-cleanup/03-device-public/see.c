// SPDX-License-Identifier: GPL-2.0-only
/* Pages that one may see. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

#define see_page(vma, addr, pte) _vm_normal_page(vma, addr, pte, true)

struct page *see_all(struct vm_area_struct *vma, unsigned long addr, pte_t pte);
int see_some(struct vm_area_struct *vma, unsigned long addr, pte_t pte,
	     bool all);

struct page *see_all(struct vm_area_struct *vma, unsigned long addr, pte_t pte)
{
	struct page *page = _vm_normal_page(vma, addr, pte, true);

	if (!page)
		page = see_page(vma, addr + PAGE_SIZE, pte);
	return page;
}

int see_some(struct vm_area_struct *vma, unsigned long addr, pte_t pte,
	     bool all)
{
	if (_vm_normal_page(vma, addr, pte, all && addr > PAGE_SIZE))
		return 1;
	return !!vm_normal_page(vma, addr, pte);
}
