// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/PID/pagemap
 */
#include <linux/mm.h>
#include <linux/swap.h>
#include <linux/swapops.h>
#include <linux/export.h>

/* Bits of an entry; below them the pfn. */
#define PM_PRESENT		(1ULL << 63)
#define PM_SWAP			(1ULL << 62)
#define PM_FILE			(1ULL << 61)
#define PM_MMAP_EXCLUSIVE	(1ULL << 56)
#define PM_PFRAME_MASK		((1ULL << 55) - 1)

typedef struct { u64 pme; } pagemap_entry_t;

/* One read: where the answer goes, and how much of it there is. */
struct pagemapread {
	pagemap_entry_t *buffer;
	bool show_pfn;
	int len, pos;
};

static pagemap_entry_t pte_to_pagemap_entry(struct pagemapread *pm,
		struct vm_area_struct *vma, unsigned long addr, pte_t pte)
{
	pagemap_entry_t line = { 0 };
	struct page *page = NULL;
	u64 where = 0;

	if (is_swap_pte(pte)) {
		swp_entry_t entry = pte_to_swp_entry(pte);

		line.pme = PM_SWAP;
		where = entry.val;
		if (is_device_private_entry(entry))
			page = device_private_entry_to_page(entry);
		else if (is_migration_entry(entry))
			page = migration_entry_to_page(entry);
	} else if (!pte_none(pte)) {
		line.pme = PM_PRESENT;
		where = pte_pfn(pte);
		page = _vm_normal_page(vma, addr, pte, true);
	}

	if (pm->show_pfn)
		line.pme |= where & PM_PFRAME_MASK;
	if (page) {
		line.pme |= page_mapcount(page) == 1 ? PM_MMAP_EXCLUSIVE : 0;
		line.pme |= PageAnon(page) ? 0 : PM_FILE;
	}
	return line;
}

static int pagemap_pmd_range(pmd_t *pmd, unsigned long addr, unsigned long end,
			     struct mm_walk *walk)
{
	struct pagemapread *pm = walk->private;

	for (; addr < end && pm->pos < pm->len; addr += PAGE_SIZE)
		pm->buffer[pm->pos++] = pte_to_pagemap_entry(pm, walk->vma, addr,
						*pte_offset_map(pmd, addr));
	return 0;
}

int pagemap_read_vma(struct vm_area_struct *vma, u64 *buf, int len)
{
	struct pagemapread pm = {
		.len = len,
		.buffer = (pagemap_entry_t *)buf,
		.show_pfn = true,
	};
	struct mm_walk walk = {
		.pmd_entry = pagemap_pmd_range,
		.vma = vma,
		.mm = vma->vm_mm,
		.private = &pm,
	};

	return walk_page_range(vma->vm_start, vma->vm_end, &walk);
}

/* Pages that a process has in an area; those of devices are not its own. */
unsigned long smaps_resident(struct vm_area_struct *vma, pte_t *pte)
{
	unsigned long addr, nr = 0;

	for (addr = vma->vm_start; addr < vma->vm_end; addr += PAGE_SIZE, pte++)
		if (pte_present(*pte) && vm_normal_page(vma, addr, *pte))
			nr++;
	return nr;
}
