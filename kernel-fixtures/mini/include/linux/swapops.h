/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SWAPOPS_H
#define _LINUX_SWAPOPS_H

#include <linux/swap.h>

/* The type in the low bits, the offset above. */
static inline pgoff_t swp_offset(swp_entry_t entry)
{
	return entry.val >> MAX_SWAPFILES_SHIFT;
}

static inline unsigned swp_type(swp_entry_t entry)
{
	return entry.val & (BIT(MAX_SWAPFILES_SHIFT) - 1);
}

static inline swp_entry_t swp_entry(unsigned long type, pgoff_t offset)
{
	return (swp_entry_t) { type | (offset << MAX_SWAPFILES_SHIFT) };
}

static inline int is_swap_pte(pte_t pte)
{
	return !(pte_present(pte) || pte_none(pte));
}

/* Bit 0 of a pte is "present": keep it clear. */
static inline swp_entry_t pte_to_swp_entry(pte_t pte)
{
	swp_entry_t entry = { .val = pte_val(pte) >> 1 };

	return entry;
}

static inline pte_t swp_entry_to_pte(swp_entry_t entry)
{
	return __pte(entry.val << 1);
}

#if IS_ENABLED(CONFIG_DEVICE_PRIVATE)
/* The offset of such an entry is the pfn of the page on the device. */
static inline unsigned long device_private_entry_to_pfn(swp_entry_t entry)
{
	return swp_offset(entry);
}

static inline struct page *device_private_entry_to_page(swp_entry_t entry)
{
	return pfn_to_page(device_private_entry_to_pfn(entry));
}

static inline bool is_write_device_private_entry(swp_entry_t entry)
{
	return swp_type(entry) == SWP_DEVICE_WRITE;
}

static inline bool is_device_private_entry(swp_entry_t entry)
{
	return is_write_device_private_entry(entry) ||
	       swp_type(entry) == SWP_DEVICE_READ;
}

static inline swp_entry_t make_device_private_entry(struct page *page, bool write)
{
	unsigned long type = write ? SWP_DEVICE_WRITE : SWP_DEVICE_READ;

	return swp_entry(type, page_to_pfn(page));
}

static inline void make_device_private_entry_read(swp_entry_t *entry)
{
	unsigned long pfn = device_private_entry_to_pfn(*entry);

	*entry = swp_entry(SWP_DEVICE_READ, pfn);
}

/* The processor touched it; see kernel/memremap.c. */
vm_fault_t device_private_entry_fault(struct vm_area_struct *vma,
		unsigned long addr, swp_entry_t entry, unsigned int flags,
		pmd_t *pmdp);
#else /* CONFIG_DEVICE_PRIVATE */
static inline bool is_write_device_private_entry(swp_entry_t entry)
{
	return false;
}

static inline struct page *device_private_entry_to_page(swp_entry_t entry)
{
	return NULL;
}

static inline bool is_device_private_entry(swp_entry_t entry)
{
	return false;
}

static inline unsigned long device_private_entry_to_pfn(swp_entry_t entry)
{
	return -1UL;
}

static inline void make_device_private_entry_read(swp_entry_t *entry) {}

static inline swp_entry_t make_device_private_entry(struct page *page, bool write)
{
	return (swp_entry_t) { 0 };
}

static inline vm_fault_t device_private_entry_fault(struct vm_area_struct *vma,
		unsigned long addr, swp_entry_t entry, unsigned int flags,
		pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}
#endif /* CONFIG_DEVICE_PRIVATE */

#ifdef CONFIG_MIGRATION
static inline swp_entry_t make_migration_entry(struct page *page, int write)
{
	return swp_entry(write ? SWP_MIGRATION_WRITE : SWP_MIGRATION_READ,
			 page_to_pfn(page));
}

static inline int is_migration_entry(swp_entry_t entry)
{
	return swp_type(entry) == SWP_MIGRATION_READ ||
	       swp_type(entry) == SWP_MIGRATION_WRITE;
}

static inline int is_write_migration_entry(swp_entry_t entry)
{
	return unlikely(swp_type(entry) == SWP_MIGRATION_WRITE);
}

static inline struct page *migration_entry_to_page(swp_entry_t entry)
{
	return pfn_to_page(swp_offset(entry));
}

void migration_entry_wait(struct mm_struct *mm, pmd_t *pmd,
			  unsigned long address);
#else
static inline int is_migration_entry(swp_entry_t entry)
{
	return 0;
}

static inline struct page *migration_entry_to_page(swp_entry_t entry)
{
	return NULL;
}

static inline void migration_entry_wait(struct mm_struct *mm, pmd_t *pmd,
					unsigned long address)
{
}
#endif

static inline int is_hwpoison_entry(swp_entry_t entry)
{
	return swp_type(entry) == SWP_HWPOISON;
}

static inline int non_swap_entry(swp_entry_t entry)
{
	return swp_type(entry) >= MAX_SWAPFILES;
}

#endif
