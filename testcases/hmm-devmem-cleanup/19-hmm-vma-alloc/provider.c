// SPDX-License-Identifier: GPL-2.0-only
/* The core stands somewhere else, and is written in another way. */
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>

/* What stays above it. */
static inline bool locked(struct page *page)
{
	return page != NULL;
}

/**
 * hmm_vma_alloc_locked_page() - a page, locked
 * @vma: for which area
 * @addr: for which address in it
 */
extern struct page *hmm_vma_alloc_locked_page(struct vm_area_struct *vma,
					      unsigned long addr);

#ifdef CONFIG_NUMA
struct page *
hmm_vma_alloc_locked_page(struct vm_area_struct *vma, unsigned long addr)
{
	struct page *page = alloc_page_vma(GFP_HIGHUSER, vma, addr);

	if (page)
		lock_page(page);
	return page;
}
EXPORT_SYMBOL_GPL(hmm_vma_alloc_locked_page);

bool locked_numa(struct page *page);

bool locked_numa(struct page *page)
{
	return locked(page);
}
#else
struct page *
hmm_vma_alloc_locked_page(struct vm_area_struct *vma, unsigned long addr)
{
	struct page *page = alloc_page(GFP_HIGHUSER);

	if (page)
		lock_page(page);
	return page;
}
EXPORT_SYMBOL_GPL(hmm_vma_alloc_locked_page);

bool locked_flat(struct page *page);

bool locked_flat(struct page *page)
{
	return locked(page);
}
#endif
