/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a core sees of headers that themselves need a complete struct
 * dev_pagemap: mm.h, hmm.h, swapops.h.  Read behind the tree's own memremap.h,
 * which in later kernels has some of it: SHIM_HEADER_HAS_X says that.
 */
#ifndef SHIM_LATE_H
#define SHIM_LATE_H

#ifndef SHIM_HEADER_HAS_IS_DEVICE_PRIVATE_PAGE
bool shim_is_private_page(const struct page *page);
#define is_device_private_page(page) shim_is_private_page(page)
#endif

/* The key and the function, as mm.h declares them. */
#ifdef CONFIG_DEV_PAGEMAP_OPS
DECLARE_STATIC_KEY_FALSE(devmap_managed_key);
#ifndef SHIM_PUT_MANAGED_REFS
void __put_devmap_managed_page(struct page *page);
#endif
#endif

struct page *device_private_entry_to_page(swp_entry_t entry);

/* Of hmm.h, as long as faults reached drivers through it. */
#ifndef SHIM_HAVE_OPS_MIGRATE
struct hmm_devmem {
	struct dev_pagemap pagemap;
	vm_fault_t (*page_fault)(struct vm_area_struct *vma,
				 unsigned long addr, const struct page *page,
				 unsigned int flags, pmd_t *pmdp);
};
#endif

#endif
