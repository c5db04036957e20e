// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages of a process, for others in the kernel.
 */
#include <linux/mm.h>
#include <linux/memremap.h>
#include <linux/swapops.h>
#include <linux/export.h>

static int get_gate_page(struct mm_struct *mm, unsigned long address,
		unsigned int gup_flags, struct vm_area_struct **vma,
		struct page **page)
{
	pmd_t *pmd = mm_find_pmd(mm, address);
	int err = -EFAULT;
	pte_t pte;

	/* nobody writes there */
	if (!pmd || (gup_flags & FOLL_WRITE))
		goto out;
	pte = *pte_offset_map(pmd, address);
	if (!pte_present(pte))
		goto out;

	*vma = get_gate_vma(mm);
	*page = vm_normal_page(*vma, address, pte);
	if (!*page && is_zero_pfn(pte_pfn(pte)) && !(gup_flags & FOLL_DUMP)) {
		*page = pte_page(pte);

		/*
		 * Memory of a device here? Somebody made a mistake.
		 */
		if (is_device_public_page(*page))
			goto out;
	}
	if (*page)
		err = try_get_page(*page) ? 0 : -ENOMEM;
out:
	return err;
}

static struct page *follow_page_pte(struct vm_area_struct *vma,
		unsigned long address, pmd_t *pmd, unsigned int flags,
		struct dev_pagemap **pgmap)
{
	pte_t pte = *pte_offset_map(pmd, address);
	struct page *page;

	if (!pte_present(pte) || ((flags & FOLL_WRITE) && !pte_write(pte)))
		return NULL;

	page = vm_normal_page(vma, address, pte);
	if (!page && pte_devmap(pte)) {
		/* good only as long as the mapping is there */
		*pgmap = get_dev_pagemap(pte_pfn(pte), *pgmap);
		if (!*pgmap)
			return NULL;
		page = pte_page(pte);
	}
	if (page)
		get_page(page);
	return page;
}

long get_user_pages(struct mm_struct *mm, unsigned long start,
		    unsigned long nr_pages, unsigned int gup_flags,
		    struct page **pages)
{
	struct dev_pagemap *pgmap = NULL;
	struct vm_area_struct *vma = find_vma(mm, start);
	long i;

	for (i = 0; i < nr_pages; i++, start += PAGE_SIZE) {
		if (start > TASK_SIZE) {
			if (get_gate_page(mm, start, gup_flags, &vma,
					  &pages[i]))
				break;
			continue;
		}
		if (!vma || !mm_find_pmd(mm, start))
			break;
		pages[i] = follow_page_pte(vma, start, mm_find_pmd(mm, start),
					   gup_flags, &pgmap);
		if (!pages[i])
			break;
	}
	put_dev_pagemap(pgmap);
	return i ? i : -EFAULT;
}
EXPORT_SYMBOL(get_user_pages);
