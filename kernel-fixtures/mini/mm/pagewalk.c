// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finding one's way in page tables.
 */
#include <linux/mm.h>
#include <linux/export.h>

pmd_t *mm_find_pmd(struct mm_struct *mm, unsigned long address)
{
	return mm->page_table ? (pmd_t *)&mm->page_table : NULL;
}

pte_t *pte_offset_map(pmd_t *pmd, unsigned long address)
{
	return *(pte_t **)pmd + ((address >> PAGE_SHIFT) & 511);
}

struct vm_area_struct *find_vma(struct mm_struct *mm, unsigned long addr)
{
	return mm->mmap && addr < mm->mmap->vm_end ? mm->mmap : NULL;
}
EXPORT_SYMBOL(find_vma);

struct vm_area_struct *get_gate_vma(struct mm_struct *mm)
{
	return mm->mmap;
}

int walk_page_range(unsigned long addr, unsigned long end,
		    struct mm_walk *walk)
{
	pmd_t *pmd = mm_find_pmd(walk->mm, addr);

	if (pmd)
		return walk->pmd_entry(pmd, addr, end, walk);
	return walk->pte_hole ? walk->pte_hole(addr, end, walk) : 0;
}

void flush_dcache_page(struct page *page)
{
	barrier();
}
