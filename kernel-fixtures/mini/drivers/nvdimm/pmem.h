/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef __NVDIMM_PMEM_H__
#define __NVDIMM_PMEM_H__
#include <linux/page-flags.h>
#include <linux/types.h>
#include <linux/pfn_t.h>
#include <linux/fs.h>

/* In a header of its own because the tests use it too. */
struct pmem_device {
	struct gendisk *disk;
	struct dax_device *dax_dev;
	struct dev_pagemap pgmap;
	u64 pfn_flags;
	phys_addr_t phys_addr;
	void *virt_addr;
	size_t size;			/* of the whole namespace */
	phys_addr_t data_offset;	/* behind the info block, if any */
	u32 pfn_pad;			/* what alignment costs of size */
};

static inline bool test_and_clear_pmem_poison(struct page *page)
{
	return IS_ENABLED(CONFIG_MEMORY_FAILURE) && TestClearPageHWPoison(page);
}

long __pmem_direct_access(struct pmem_device *pmem, pgoff_t first, long nr,
			  void **virt, pfn_t *pfn);
#endif /* __NVDIMM_PMEM_H__ */
