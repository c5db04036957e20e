/* SPDX-License-Identifier: GPL-2.0-only */
/* Types only: of memory management, as a kernel has it before the series. */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H
#include <linux/memremap.h>
#include <linux/mm_types.h>

struct vm_fault {
	struct vm_area_struct *vma;
	unsigned int flags;
	pgoff_t pgoff;
	unsigned long address;
	pmd_t *pmd;
	struct page *page;
};

static inline bool is_zone_device_page(const struct page *page)
{
	return page->flags & 1;
}

void dev_pagemap_get_ops(void);
void dev_pagemap_put_ops(void);

static inline bool is_device_public_page(const struct page *page)
{
	return is_zone_device_page(page) &&
	       page->pgmap->type == MEMORY_DEVICE_PUBLIC;
}

static inline bool is_device_private_page(const struct page *page)
{
	return is_zone_device_page(page) &&
	       page->pgmap->type == MEMORY_DEVICE_PRIVATE;
}

struct page *_vm_normal_page(struct vm_area_struct *vma, unsigned long addr,
			     pte_t pte, bool with_public_device);
#define vm_normal_page(vma, addr, pte) _vm_normal_page(vma, addr, pte, false)

vm_fault_t do_swap_page(struct vm_fault *vmf);

#endif
