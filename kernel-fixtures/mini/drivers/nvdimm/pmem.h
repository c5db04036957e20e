/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef __NVDIMM_PMEM_H__
#define __NVDIMM_PMEM_H__
#include <linux/page-flags.h>
#include <linux/types.h>
#include <linux/pfn_t.h>
#include <linux/fs.h>

/* In a header of its own because the tests use it too. */
struct pmem_device {
	/* where it is */
	phys_addr_t		phys_addr;
	/* where its data begins, if there is an info block */
	phys_addr_t		data_offset;
	u64			pfn_flags;
	void			*virt_addr;
	/* the whole size of the namespace */
	size_t			size;
	/* what alignment costs of it */
	u32			pfn_pad;
	struct dax_device	*dax_dev;
	struct gendisk		*disk;
	struct dev_pagemap	pgmap;
};

long __pmem_direct_access(struct pmem_device *pmem, pgoff_t pgoff,
		long nr_pages, void **kaddr, pfn_t *pfn);

#ifdef CONFIG_MEMORY_FAILURE
static inline bool test_and_clear_pmem_poison(struct page *page)
{
	return TestClearPageHWPoison(page);
}
#else
static inline bool test_and_clear_pmem_poison(struct page *page)
{
	return false;
}
#endif
#endif /* __NVDIMM_PMEM_H__ */
