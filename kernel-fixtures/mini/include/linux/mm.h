/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/mmzone.h>
#include <linux/mm_types.h>
#include <linux/page-flags.h>
#include <linux/page_ref.h>
#include <linux/pfn.h>
#include <linux/err.h>
#include <linux/jump_label.h>
#include <linux/memremap.h>
#include <asm/pgtable.h>

#define VM_READ		0x00000001UL
#define VM_WRITE	0x00000002UL
#define VM_SHARED	0x00000008UL
#define VM_MAYWRITE	0x00000020UL
#define VM_PFNMAP	0x00000400UL
#define VM_LOCKED	0x00002000UL
#define VM_IO		0x00004000UL
#define VM_MIXEDMAP	0x10000000UL

#define FAULT_FLAG_WRITE	0x01
#define FAULT_FLAG_ALLOW_RETRY	0x04
#define FAULT_FLAG_REMOTE	0x80

#define FOLL_WRITE	0x01
#define FOLL_DUMP	0x08

#define VM_BUG_ON_PAGE(cond, page)	BUG_ON(cond)
#define VM_BUG_ON(cond)			BUG_ON(cond)

/* All that is known of a fault; handed down as a whole. */
struct vm_fault {
	struct vm_area_struct *vma;
	unsigned int flags;
	unsigned long address;
	pmd_t *pmd;
	pte_t *pte;
	pte_t orig_pte;
	pgoff_t pgoff;
	struct page *page;
};

struct vm_operations_struct {
	vm_fault_t (*fault)(struct vm_fault *vmf);

	/* For special ptes, where vm_normal_page() cannot tell by itself. */
	struct page *(*find_special_page)(struct vm_area_struct *vma,
					  unsigned long addr);
};

#define vmemmap			((struct page *)0xffffea0000000000UL)
#define pfn_to_page(pfn)	(vmemmap + (pfn))
#define page_to_pfn(page)	((unsigned long)((page) - vmemmap))
#define pte_page(pte)		pfn_to_page(pte_pfn(pte))
#define mk_pte(page, prot)	pfn_pte(page_to_pfn(page), (prot))

/* Zone and node stand in the upper half of the flags. */
#define ZONES_PGSHIFT	32
#define NODES_PGSHIFT	40

static inline enum zone_type page_zonenum(const struct page *page)
{
	return (page->flags >> ZONES_PGSHIFT) & 0xf;
}

static inline int page_to_nid(const struct page *page)
{
	return (page->flags >> NODES_PGSHIFT) & 0xff;
}

static inline struct pglist_data *page_pgdat(const struct page *page)
{
	return NODE_DATA(page_to_nid(page));
}

static inline struct zone *page_zone(const struct page *page)
{
	return &page_pgdat(page)->node_zones[page_zonenum(page)];
}

static inline struct page *compound_head(struct page *page)
{
	unsigned long head = READ_ONCE(page->compound_head);

	if (unlikely(PageCompound(page) && (head & 1)))
		return (struct page *)(head - 1);
	return page;
}

void __put_page(struct page *page);
void release_pages(struct page **pages, int nr);

static inline bool is_zone_device_page(const struct page *page)
{
#ifdef CONFIG_ZONE_DEVICE
	return page_zonenum(page) == ZONE_DEVICE;
#else
	return false;
#endif
}

/* There only with ZONE_DEVICE. */
void memmap_init_zone_device(struct zone *zone, unsigned long start_pfn,
			     unsigned long size, struct dev_pagemap *pgmap);

#ifdef CONFIG_DEV_PAGEMAP_OPS
DECLARE_STATIC_KEY_FALSE(devmap_managed_key);
void __put_devmap_managed_page(struct page *page);
void dev_pagemap_get_ops(void);
void dev_pagemap_put_ops(void);

/* True if the page is one of those whose driver hears of the last user. */
static inline bool put_devmap_managed_page(struct page *page)
{
	if (static_branch_unlikely(&devmap_managed_key) &&
	    is_zone_device_page(page)) {
		switch (page->pgmap->type) {
		case MEMORY_DEVICE_FS_DAX:
		case MEMORY_DEVICE_PRIVATE:
		case MEMORY_DEVICE_PUBLIC:
			__put_devmap_managed_page(page);
			return true;
		default:
			break;
		}
	}
	return false;
}

static inline bool is_device_public_page(const struct page *page)
{
	if (!is_zone_device_page(page))
		return false;
	return page->pgmap->type == MEMORY_DEVICE_PUBLIC;
}

static inline bool is_device_private_page(const struct page *page)
{
	if (!is_zone_device_page(page))
		return false;
	return page->pgmap->type == MEMORY_DEVICE_PRIVATE;
}

#ifdef CONFIG_PCI_P2PDMA
static inline bool is_pci_p2pdma_page(const struct page *page)
{
	if (!is_zone_device_page(page))
		return false;
	return page->pgmap->type == MEMORY_DEVICE_PCI_P2PDMA;
}
#else /* CONFIG_PCI_P2PDMA */
static inline bool is_pci_p2pdma_page(const struct page *page)
{
	return false;
}
#endif /* CONFIG_PCI_P2PDMA */

#else /* CONFIG_DEV_PAGEMAP_OPS */
static inline bool put_devmap_managed_page(struct page *page)
{
	return false;
}

static inline bool is_pci_p2pdma_page(const struct page *page)
{
	return false;
}

static inline bool is_device_public_page(const struct page *page)
{
	return false;
}

static inline bool is_device_private_page(const struct page *page)
{
	return false;
}

static inline void dev_pagemap_put_ops(void)
{
}

static inline void dev_pagemap_get_ops(void)
{
}
#endif /* CONFIG_DEV_PAGEMAP_OPS */

static inline __must_check bool try_get_page(struct page *page)
{
	struct page *head = compound_head(page);
	bool sound = page_ref_count(head) > 0;

	if (!WARN_ON_ONCE(!sound))
		page_ref_inc(head);
	return sound;
}

static inline void get_page(struct page *page)
{
	page_ref_inc(compound_head(page));
}

static inline bool get_page_unless_zero(struct page *page)
{
	return atomic_inc_not_zero(&page->_refcount);
}

static inline int put_page_testzero(struct page *page)
{
	return page_ref_dec_and_test(page);
}

static inline void put_page(struct page *page)
{
	struct page *head = compound_head(page);

	/*
	 * A page of a device is idle at a count of 1, not 0: its driver wants
	 * to hear of that, and nothing is left to do here.
	 */
	if (!put_devmap_managed_page(head) && put_page_testzero(head))
		__put_page(head);
}

static inline bool trylock_page(struct page *page)
{
	if (PageLocked(page))
		return false;
	SetPageLocked(page);
	return true;
}

static inline int page_mapcount(struct page *page)
{
	return atomic_read(&page->_mapcount) + 1;
}
#define page_mapped(page)	(page_mapcount(page) > 0)
#define page_has_private(page)	(PagePrivate(page) ? 1 : 0)
#define hpage_nr_pages(page)	1
#define PageTransCompound(page)	PageCompound(page)

static inline struct address_space *page_mapping(struct page *page)
{
	return PageAnon(page) ? NULL : page->mapping;
}

static inline int mm_counter(struct page *page)
{
	return PageAnon(page) ? MM_ANONPAGES : MM_FILEPAGES;
}

static inline bool is_cow_mapping(unsigned long flags)
{
	return (flags & (VM_SHARED | VM_MAYWRITE)) == VM_MAYWRITE;
}

extern unsigned long zero_pfn;
extern unsigned long highest_memmap_pfn;

static inline bool is_zero_pfn(unsigned long pfn)
{
	return pfn == zero_pfn;
}

static inline bool pfn_valid(unsigned long pfn)
{
	return pfn <= highest_memmap_pfn;
}

static inline bool is_huge_zero_page(struct page *page)
{
	return false;
}

struct zap_details {
	struct address_space *check_mapping;
};

struct page *_vm_normal_page(struct vm_area_struct *vma, unsigned long addr,
			     pte_t pte, bool with_public_device);
#define vm_normal_page(vma, addr, pte) _vm_normal_page(vma, addr, pte, false)

vm_fault_t handle_mm_fault(struct vm_area_struct *vma, unsigned long address,
			   unsigned int flags);
vm_fault_t do_swap_page(struct vm_fault *vmf);
struct vm_area_struct *find_vma(struct mm_struct *mm, unsigned long addr);
struct vm_area_struct *get_gate_vma(struct mm_struct *mm);
pte_t *pte_offset_map(pmd_t *pmd, unsigned long address);
pmd_t *mm_find_pmd(struct mm_struct *mm, unsigned long address);
void flush_dcache_page(struct page *page);

struct mm_walk {
	int (*pmd_entry)(pmd_t *pmd, unsigned long addr, unsigned long next,
			 struct mm_walk *walk);
	int (*pte_hole)(unsigned long addr, unsigned long next,
			struct mm_walk *walk);
	void *private;
	struct vm_area_struct *vma;
	struct mm_struct *mm;
};
int walk_page_range(unsigned long addr, unsigned long end,
		    struct mm_walk *walk);

int track_pfn_remap(struct vm_area_struct *vma, pgprot_t *prot,
		    unsigned long pfn, unsigned long addr, unsigned long size);
void untrack_pfn(struct vm_area_struct *vma, unsigned long pfn,
		 unsigned long size);
int memory_failure(unsigned long pfn, int flags);

#endif
