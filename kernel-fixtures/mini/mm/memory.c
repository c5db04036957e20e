// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page tables: copy, tear down, fault in.
 */
#include <linux/mm.h>
#include <linux/hmm.h>
#include <linux/rmap.h>
#include <linux/swap.h>
#include <linux/swapops.h>
#include <linux/memremap.h>
#include <linux/pagemap.h>
#include <linux/pfn_t.h>
#include <linux/dax.h>
#include <linux/export.h>

unsigned long zero_pfn;
EXPORT_SYMBOL(zero_pfn);
unsigned long highest_memmap_pfn;

static void print_bad_pte(struct vm_area_struct *vma, unsigned long addr,
			  pte_t pte)
{
	pr_warn("bad pte %lx at %lx in [%lx, %lx)\n", pte_val(pte), addr,
		vma->vm_start, vma->vm_end);
}

/* Where a pte has no bit for "special": do the flags of the area say it? */
static bool vma_says_special(struct vm_area_struct *vma, unsigned long addr,
			     unsigned long pfn)
{
	unsigned long nth = (addr - vma->vm_start) >> PAGE_SHIFT;

	if (vma->vm_flags & VM_MIXEDMAP)
		return !pfn_valid(pfn);
	if ((vma->vm_flags & VM_PFNMAP) &&
	    (!is_cow_mapping(vma->vm_flags) || pfn - vma->vm_pgoff == nth))
		return true;
	return is_zero_pfn(pfn);
}

/*
 * vm_normal_page -- the struct page of a pte, if it has one that counts
 *
 * Mappings without struct pages (or whose pages nobody must touch) are called
 * special. Where the pte has a bit for that, the bit decides; elsewhere the
 * area's flags have to do. NULL is the answer for all that is special, the
 * zero page among them.
 */
struct page *_vm_normal_page(struct vm_area_struct *vma, unsigned long addr,
			     pte_t pte, bool with_public_device)
{
	unsigned long pfn = pte_pfn(pte);

	if (!IS_ENABLED(CONFIG_ARCH_HAS_PTE_SPECIAL)) {
		if (vma_says_special(vma, addr, pfn))
			return NULL;
	} else if (unlikely(pte_special(pte))) {
		if (vma->vm_ops && vma->vm_ops->find_special_page)
			return vma->vm_ops->find_special_page(vma, addr);
		if (is_zero_pfn(pfn) ||
		    (vma->vm_flags & (VM_MIXEDMAP | VM_PFNMAP)))
			return NULL;

		/*
		 * Public memory of a device is nearly ordinary, but not on the
		 * lists of the lru. So only those get such a page who say that
		 * they can deal with it.
		 */
		if (pfn <= highest_memmap_pfn) {
			struct page *candidate = pfn_to_page(pfn);

			if (is_device_public_page(candidate))
				return with_public_device ? candidate : NULL;
		}

		if (!pte_devmap(pte))
			print_bad_pte(vma, addr, pte);
		return NULL;
	}

	if (likely(pfn_valid(pfn)))
		return pfn_to_page(pfn);
	print_bad_pte(vma, addr, pte);
	return NULL;
}

/* The copy of the page table uses the page as well. */
static void share_page(struct page *page, int *rss)
{
	rss[mm_counter(page)]++;
	page_dup_rmap(page, false);
	get_page(page);
}

/* A pte that is not "present"; the process may not get the same in return. */
static int copy_absent_pte(struct vm_area_struct *vma, pte_t *src_pte,
			   unsigned long addr, int *rss)
{
	swp_entry_t entry = pte_to_swp_entry(*src_pte);

	if (is_device_private_entry(entry)) {
		/* counts like any other page */
		share_page(device_private_entry_to_page(entry), rss);
		if (is_cow_mapping(vma->vm_flags) &&
		    is_write_device_private_entry(entry)) {
			make_device_private_entry_read(&entry);
			set_pte_at(vma->vm_mm, addr, src_pte,
				   swp_entry_to_pte(entry));
		}
	} else if (is_migration_entry(entry)) {
		rss[mm_counter(migration_entry_to_page(entry))]++;
	} else if (!non_swap_entry(entry)) {
		rss[MM_SWAPENTS]++;
		return swap_duplicate(entry);
	}
	return 0;
}

static inline int
copy_one_pte(struct mm_struct *dst_mm, pte_t *dst_pte, pte_t *src_pte,
	     struct vm_area_struct *vma, unsigned long addr, int *rss)
{
	struct page *page;
	pte_t pte;
	int err;

	if (unlikely(!pte_present(*src_pte))) {
		err = copy_absent_pte(vma, src_pte, addr, rss);
		if (!err)
			set_pte_at(dst_mm, addr, dst_pte, *src_pte);
		return err;
	}

	/* both sides must fault before they write */
	if (is_cow_mapping(vma->vm_flags))
		set_pte_at(vma->vm_mm, addr, src_pte, pte_wrprotect(*src_pte));
	pte = pte_mkold(*src_pte);
	if (vma->vm_flags & VM_SHARED)
		pte = pte_mkclean(pte);

	page = vm_normal_page(vma, addr, pte);
	if (page) {
		share_page(page, rss);
	} else if (pte_devmap(pte)) {
		page = pte_page(pte);

		/*
		 * Of the memory of devices the public kind counts like ordinary
		 * pages, persistent memory does not.
		 */
		if (is_device_public_page(page))
			share_page(page, rss);
	}
	set_pte_at(dst_mm, addr, dst_pte, pte);
	return 0;
}

int copy_pte_range(struct mm_struct *dst_mm, pte_t *dst_pte, pte_t *src_pte,
		   struct vm_area_struct *vma, unsigned long addr,
		   unsigned long end)
{
	int rss[NR_MM_COUNTERS] = { 0 }, k;

	while (addr < end) {
		if (!pte_none(*src_pte) &&
		    copy_one_pte(dst_mm, dst_pte, src_pte, vma, addr, rss))
			return -ENOMEM;
		addr += PAGE_SIZE;
		src_pte++;
		dst_pte++;
	}
	for (k = 0; k < NR_MM_COUNTERS; k++)
		dst_mm->rss[k] += rss[k];
	return 0;
}

static void zap_absent_pte(swp_entry_t entry)
{
	if (!non_swap_entry(entry))
		free_swap_and_cache(entry);
	else if (is_device_private_entry(entry))
		put_page(device_private_entry_to_page(entry));
}

unsigned long zap_pte_range(struct vm_area_struct *vma, pte_t *pte,
			    unsigned long addr, unsigned long end,
			    struct zap_details *details)
{
	struct address_space *only = details ? details->check_mapping : NULL;

	for (; addr < end; addr += PAGE_SIZE, pte++) {
		pte_t old = *pte;
		struct page *page;

		if (pte_present(old)) {
			page = _vm_normal_page(vma, addr, old, true);
			if (only && page && page_mapping(page) != only)
				continue;
			if (page)
				put_page(page);
		} else if (!pte_none(old)) {
			zap_absent_pte(pte_to_swp_entry(old));
		}
		set_pte_at(vma->vm_mm, addr, pte, __pte(0));
	}
	return addr;
}

/*
 * The pte is there but says "not present": find out why, and bring the page.
 */
vm_fault_t do_swap_page(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	swp_entry_t entry = pte_to_swp_entry(vmf->orig_pte);
	struct page *page;
	vm_fault_t ret = 0;

	if (unlikely(is_hwpoison_entry(entry)))
		return VM_FAULT_HWPOISON;

	if (!non_swap_entry(entry)) {
		page = lookup_swap_cache(entry);
		if (!page)
			return VM_FAULT_OOM;
		lock_page(page);
		page_add_anon_rmap(page, vma, vmf->address, false);
		set_pte_at(vma->vm_mm, vmf->address, vmf->pte,
			   mk_pte(page, vma->vm_page_prot));
		unlock_page(page);
	} else if (is_device_private_entry(entry)) {
		/*
		 * The page is on a device, where the processor cannot go:
		 * whoever has it must bring it back.
		 */
		ret = device_private_entry_fault(vma, vmf->address, entry,
						 vmf->flags, vmf->pmd);
	} else if (is_migration_entry(entry)) {
		migration_entry_wait(vma->vm_mm, vmf->pmd, vmf->address);
	} else {
		ret = VM_FAULT_SIGBUS;
		print_bad_pte(vma, vmf->address, vmf->orig_pte);
	}
	return ret;
}

vm_fault_t handle_mm_fault(struct vm_area_struct *vma, unsigned long address,
			   unsigned int flags)
{
	pmd_t *pmd = mm_find_pmd(vma->vm_mm, address);
	struct vm_fault vmf = {
		.pmd = pmd,
		.vma = vma,
		.flags = flags,
		.address = address & PAGE_MASK,
		.pgoff = ((address - vma->vm_start) >> PAGE_SHIFT) +
			vma->vm_pgoff,
	};

	if (!pmd)
		return VM_FAULT_OOM;
	vmf.pte = pte_offset_map(pmd, address);
	vmf.orig_pte = *vmf.pte;
	if (is_swap_pte(vmf.orig_pte))
		return do_swap_page(&vmf);
	if (vma->vm_ops && vma->vm_ops->fault)
		return vma->vm_ops->fault(&vmf);
	return VM_FAULT_SIGBUS;
}
EXPORT_SYMBOL_GPL(handle_mm_fault);

vm_fault_t vmf_insert_mixed(struct vm_area_struct *vma, unsigned long addr,
			    pfn_t pfn)
{
	pmd_t *pmd = mm_find_pmd(vma->vm_mm, addr);
	pte_t pte = pfn_pte(pfn.val & ~(PFN_DEV | PFN_MAP), vma->vm_page_prot);

	if (!pmd)
		return VM_FAULT_OOM;
	if (pfn_t_devmap(pfn))
		pte = pte_mkdevmap(pte);
	set_pte_at(vma->vm_mm, addr, pte_offset_map(pmd, addr), pte);
	return 0;
}
EXPORT_SYMBOL(vmf_insert_mixed);
