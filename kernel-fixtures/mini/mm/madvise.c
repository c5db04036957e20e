// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a process says about how it will use its memory.
 */
#include <linux/mm.h>
#include <linux/swap.h>
#include <linux/swapops.h>
#include <linux/pagemap.h>

static int madvise_free_pte_range(pmd_t *pmd, unsigned long addr,
				  unsigned long end, struct mm_walk *walk)
{
	struct vm_area_struct *vma = walk->vma;
	struct page *page;

	for (; addr < end; addr += PAGE_SIZE) {
		pte_t *pte = pte_offset_map(pmd, addr);
		pte_t ptent = *pte;

		if (pte_none(ptent))
			continue;
		if (!pte_present(ptent)) {
			swp_entry_t entry = pte_to_swp_entry(ptent);

			if (!non_swap_entry(entry)) {
				free_swap_and_cache(entry);
				set_pte_at(walk->mm, addr, pte, __pte(0));
			}
			continue;
		}

		page = _vm_normal_page(vma, addr, ptent, true);
		if (!page)
			continue;

		if (page_mapcount(page) == 1)
			set_pte_at(walk->mm, addr, pte,
				   pte_mkold(pte_mkclean(ptent)));
	}
	return 0;
}

int madvise_free_single_vma(struct vm_area_struct *vma, unsigned long start,
			    unsigned long end)
{
	struct mm_walk walk = {
		.pmd_entry = madvise_free_pte_range,
		.vma = vma,
		.mm = vma->vm_mm,
	};

	return walk_page_range(max(start, vma->vm_start),
			       min(end, vma->vm_end), &walk);
}

/* MADV_HWPOISON: for tests of memory_failure(). */
int madvise_inject_error(unsigned long pfn, int flags)
{
	return IS_ENABLED(CONFIG_MEMORY_FAILURE) ?
		memory_failure(pfn, flags) : -EINVAL;
}
