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

	if (IS_ENABLED(CONFIG_ARCH_HAS_PTE_SPECIAL)) {
		if (likely(!pte_special(pte)))
			goto in_range;
		if (vma->vm_ops && vma->vm_ops->find_special_page)
			return vma->vm_ops->find_special_page(vma, addr);
		if (vma->vm_flags & (VM_PFNMAP | VM_MIXEDMAP))
			return NULL;
		if (is_zero_pfn(pfn))
			return NULL;

		/*
		 * Public memory of a device is nearly ordinary, but not on the
		 * lists of the lru. So only those get such a page who say that
		 * they can deal with it.
		 */
		if (likely(pfn <= highest_memmap_pfn)) {
			struct page *candidate = pfn_to_page(pfn);

			if (is_device_public_page(candidate)) {
				if (with_public_device)
					return candidate;
				return NULL;
			}
		}

		if (pte_devmap(pte))
			return NULL;

		print_bad_pte(vma, addr, pte);
		return NULL;
	}

	/* No such bit: work it out. */
	if (unlikely(vma->vm_flags & VM_MIXEDMAP)) {
		if (!pfn_valid(pfn))
			return NULL;
		goto found;
	}
	if (unlikely(vma->vm_flags & VM_PFNMAP)) {
		if (pfn == vma->vm_pgoff + ((addr - vma->vm_start) >> PAGE_SHIFT))
			return NULL;
		if (!is_cow_mapping(vma->vm_flags))
			return NULL;
	}
	if (is_zero_pfn(pfn))
		return NULL;

in_range:
	if (unlikely(pfn > highest_memmap_pfn)) {
		print_bad_pte(vma, addr, pte);
		return NULL;
	}
found:
	return pfn_to_page(pfn);
}

static inline unsigned long
copy_one_pte(struct mm_struct *dst_mm, struct mm_struct *src_mm,
		pte_t *dst_pte, pte_t *src_pte, struct vm_area_struct *vma,
		unsigned long addr, int *rss)
{
	bool cow = is_cow_mapping(vma->vm_flags);
	pte_t pte = *src_pte;
	struct page *page;

	if (unlikely(!pte_present(pte))) {
		swp_entry_t entry = pte_to_swp_entry(pte);

		if (likely(!non_swap_entry(entry))) {
			if (swap_duplicate(entry) < 0)
				return entry.val;
			rss[MM_SWAPENTS]++;
		} else if (is_migration_entry(entry)) {
			page = migration_entry_to_page(entry);
			rss[mm_counter(page)]++;
		} else if (is_device_private_entry(entry)) {
			page = device_private_entry_to_page(entry);

			/* counts like any other page */
			get_page(page);
			rss[mm_counter(page)]++;
			page_dup_rmap(page, false);

			if (is_write_device_private_entry(entry) && cow) {
				make_device_private_entry_read(&entry);
				pte = swp_entry_to_pte(entry);
				set_pte_at(src_mm, addr, src_pte, pte);
			}
		}
		goto store;
	}

	/* both sides must fault before they write */
	if (cow && pte_write(pte)) {
		pte = pte_wrprotect(pte);
		set_pte_at(src_mm, addr, src_pte, pte);
	}
	if (vma->vm_flags & VM_SHARED)
		pte = pte_mkclean(pte);
	pte = pte_mkold(pte);

	page = vm_normal_page(vma, addr, pte);
	if (page) {
		get_page(page);
		page_dup_rmap(page, false);
		rss[mm_counter(page)]++;
	} else if (pte_devmap(pte)) {
		page = pte_page(pte);

		/*
		 * Of the memory of devices the public kind counts like ordinary
		 * pages, persistent memory does not.
		 */
		if (is_device_public_page(page)) {
			get_page(page);
			page_dup_rmap(page, false);
			rss[mm_counter(page)]++;
		}
	}

store:
	set_pte_at(dst_mm, addr, dst_pte, pte);
	return 0;
}

int copy_pte_range(struct mm_struct *dst_mm, struct mm_struct *src_mm,
		   pte_t *dst_pte, pte_t *src_pte, struct vm_area_struct *vma,
		   unsigned long addr, unsigned long end)
{
	int rss[NR_MM_COUNTERS] = { 0 };
	int i;

	for (; addr < end; addr += PAGE_SIZE, dst_pte++, src_pte++)
		if (!pte_none(*src_pte) &&
		    copy_one_pte(dst_mm, src_mm, dst_pte, src_pte, vma, addr,
				 rss))
			return -ENOMEM;
	for (i = 0; i < NR_MM_COUNTERS; i++)
		dst_mm->rss[i] += rss[i];
	return 0;
}

unsigned long zap_pte_range(struct vm_area_struct *vma, pte_t *pte,
			    unsigned long addr, unsigned long end,
			    struct zap_details *details)
{
	for (; addr < end; addr += PAGE_SIZE, pte++) {
		pte_t ptent = *pte;
		swp_entry_t entry;

		if (pte_none(ptent))
			continue;

		if (pte_present(ptent)) {
			struct page *page;

			page = _vm_normal_page(vma, addr, ptent, true);
			if (unlikely(details) && page &&
			    details->check_mapping &&
			    details->check_mapping != page_mapping(page))
				continue;
			set_pte_at(vma->vm_mm, addr, pte, __pte(0));
			if (page)
				put_page(page);
			continue;
		}

		entry = pte_to_swp_entry(ptent);
		if (is_device_private_entry(entry))
			put_page(device_private_entry_to_page(entry));
		else if (!non_swap_entry(entry))
			free_swap_and_cache(entry);
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

	if (unlikely(non_swap_entry(entry))) {
		if (is_migration_entry(entry)) {
			migration_entry_wait(vma->vm_mm, vmf->pmd,
					     vmf->address);
		} else if (is_device_private_entry(entry)) {
			/*
			 * The page is on a device, where the processor cannot
			 * go: whoever has it must bring it back.
			 */
			ret = device_private_entry_fault(vma, vmf->address, entry,
						 vmf->flags, vmf->pmd);
		} else if (is_hwpoison_entry(entry)) {
			ret = VM_FAULT_HWPOISON;
		} else {
			print_bad_pte(vma, vmf->address, vmf->orig_pte);
			ret = VM_FAULT_SIGBUS;
		}
		goto out;
	}

	page = lookup_swap_cache(entry);
	if (!page) {
		ret = VM_FAULT_OOM;
		goto out;
	}
	lock_page(page);
	set_pte_at(vma->vm_mm, vmf->address, vmf->pte,
		   mk_pte(page, vma->vm_page_prot));
	page_add_anon_rmap(page, vma, vmf->address, false);
	unlock_page(page);
out:
	return ret;
}

vm_fault_t handle_mm_fault(struct vm_area_struct *vma, unsigned long address,
			   unsigned int flags)
{
	pmd_t *pmd = mm_find_pmd(vma->vm_mm, address);
	struct vm_fault vmf = {
		.vma = vma,
		.address = address & PAGE_MASK,
		.flags = flags,
		.pgoff = vma->vm_pgoff +
			((address - vma->vm_start) >> PAGE_SHIFT),
		.pmd = pmd,
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
