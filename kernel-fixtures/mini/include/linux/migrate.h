/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MIGRATE_H
#define _LINUX_MIGRATE_H

#include <linux/mm.h>

#define MIGRATEPAGE_SUCCESS	0

enum migrate_mode {
	MIGRATE_ASYNC,
	MIGRATE_SYNC,
};

int migrate_page(struct address_space *mapping, struct page *newpage,
		 struct page *page, enum migrate_mode mode);

#ifdef CONFIG_MIGRATION

/* Flags in the entries of migrate_vma()'s arrays, below the pfn. */
#define MIGRATE_PFN_SHIFT	8
#define MIGRATE_PFN_ERROR	BIT(0)
#define MIGRATE_PFN_VALID	BIT(1)
#define MIGRATE_PFN_WRITE	BIT(2)
#define MIGRATE_PFN_LOCKED	BIT(3)
#define MIGRATE_PFN_DEVICE	BIT(4)
#define MIGRATE_PFN_MIGRATE	BIT(5)

static inline unsigned long migrate_pfn(unsigned long pfn)
{
	return MIGRATE_PFN_VALID + (pfn << MIGRATE_PFN_SHIFT);
}

static inline struct page *migrate_pfn_to_page(unsigned long mpfn)
{
	return mpfn & MIGRATE_PFN_VALID ?
		pfn_to_page(mpfn >> MIGRATE_PFN_SHIFT) : NULL;
}

/*
 * struct migrate_vma_ops - what a driver does in a migration
 *
 * @alloc_and_copy: get a page for each source, copy, fill the second array; a
 *	page that cannot leave the device is marked MIGRATE_PFN_ERROR there
 * @finalize_and_map: see which of them made it, and clean up
 */
struct migrate_vma_ops {
	void (*alloc_and_copy)(struct vm_area_struct *, const unsigned long *src,
			       unsigned long *dst, unsigned long start,
			       unsigned long end, void *private);
	void (*finalize_and_map)(struct vm_area_struct *,
				 const unsigned long *src,
				 const unsigned long *dst, unsigned long start,
				 unsigned long end, void *private);
};

#if defined(CONFIG_MIGRATE_VMA_HELPER)
int migrate_vma(const struct migrate_vma_ops *ops, struct vm_area_struct *vma,
		unsigned long start, unsigned long end, unsigned long *src,
		unsigned long *dst, void *private);
#else
/* Nobody selected it: whoever calls it anyhow is told so at run time only. */
static inline int migrate_vma(const struct migrate_vma_ops *o,
			      struct vm_area_struct *vma, unsigned long from,
			      unsigned long to, unsigned long *src,
			      unsigned long *dst, void *private)
{
	return -EINVAL;
}
#endif /* CONFIG_MIGRATE_VMA_HELPER */

#endif /* CONFIG_MIGRATION */

#endif
