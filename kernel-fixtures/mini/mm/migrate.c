// SPDX-License-Identifier: GPL-2.0-only
/*
 * Moving pages to other page frames.
 */
#include <linux/migrate.h>
#include <linux/export.h>
#include <linux/swap.h>
#include <linux/swapops.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/mmu_notifier.h>
#include <linux/memremap.h>
#include <linux/memcontrol.h>
#include <linux/fs.h>
#include <linux/hmm.h>

/* Replace one migration entry by a pte of the new page. */
static bool remove_migration_pte(struct page *page, struct vm_area_struct *vma,
				 unsigned long addr, pte_t *ptep)
{
	struct page *new = page;
	swp_entry_t entry;
	pte_t pte;

	get_page(new);
	pte = pte_mkold(mk_pte(new, READ_ONCE(vma->vm_page_prot)));

	entry = pte_to_swp_entry(*ptep);
	if (is_write_migration_entry(entry))
		pte = pte_mkwrite(pte);

	if (unlikely(is_zone_device_page(new))) {
		if (is_device_private_page(new)) {
			entry = make_device_private_entry(new, pte_write(pte));
			pte = swp_entry_to_pte(entry);
		} else if (is_device_public_page(new)) {
			pte = pte_mkdevmap(pte);
		}
	}

	set_pte_at(vma->vm_mm, addr, ptep, pte);
	page_add_anon_rmap(new, vma, addr, false);
	return true;
}

/* The same, for those who move pages for reasons of their own. */
void remove_migration_ptes(struct page *new, struct vm_area_struct *vma,
			   unsigned long addr, pte_t *ptep)
{
	remove_migration_pte(new, vma, addr, ptep);
}

void migration_entry_wait(struct mm_struct *mm, pmd_t *pmd,
			  unsigned long address)
{
	pte_t *ptep = pte_offset_map(pmd, address);

	while (is_swap_pte(*ptep) &&
	       is_migration_entry(pte_to_swp_entry(*ptep)))
		cond_resched();
}

/* How many references has a page that nobody but its owners uses? */
static int expected_page_refs(struct address_space *mapping, struct page *page)
{
	int refs = 1;

	/*
	 * Memory of a device, private or public, is never at 0: it has one
	 * more than other pages.
	 */
	refs += is_device_private_page(page);
	refs += is_device_public_page(page);
	if (mapping)
		refs += hpage_nr_pages(page) + page_has_private(page);

	return refs;
}

static int migrate_page_move_mapping(struct address_space *mapping,
				     struct page *newpage, struct page *page)
{
	if (page_count(page) != expected_page_refs(mapping, page))
		return -EAGAIN;
	newpage->index = page->index;
	newpage->mapping = page->mapping;
	return MIGRATEPAGE_SUCCESS;
}

int migrate_page(struct address_space *mapping, struct page *newpage,
		 struct page *page, enum migrate_mode mode)
{
	return migrate_page_move_mapping(mapping, newpage, page);
}
EXPORT_SYMBOL(migrate_page);

static int move_to_new_page(struct page *newpage, struct page *page,
				enum migrate_mode mode)
{
	struct address_space *mapping = page_mapping(page);
	int err;

	if (!mapping)
		err = migrate_page(mapping, newpage, page, mode);
	else if (mapping->a_ops->migratepage)
		err = mapping->a_ops->migratepage(mapping, newpage, page, mode);
	else
		err = -EAGAIN;

	if (err == MIGRATEPAGE_SUCCESS) {
		/* an anonymous page stays one */
		if (!PageAnon(page))
			page->mapping = NULL;

		if (unlikely(is_zone_device_page(newpage))) {
			if (is_device_public_page(newpage))
				flush_dcache_page(newpage);
		} else
			flush_dcache_page(newpage);
	}
	return err;
}

/* Move the contents of one page; both are locked. */
int migrate_one_page(struct page *newpage, struct page *page)
{
	VM_BUG_ON_PAGE(!PageLocked(page), page);
	VM_BUG_ON_PAGE(!PageLocked(newpage), newpage);
	return move_to_new_page(newpage, page, MIGRATE_SYNC);
}

#ifdef CONFIG_MIGRATE_VMA_HELPER
struct migrate_vma {
	struct vm_area_struct	*vma;
	unsigned long		*dst;
	unsigned long		*src;
	unsigned long		cpages;
	unsigned long		npages;
	unsigned long		start;
	unsigned long		end;
};

static int migrate_vma_collect_hole(unsigned long start, unsigned long end,
				    struct mm_walk *walk)
{
	struct migrate_vma *migrate = walk->private;
	unsigned long addr;

	for (addr = start; addr < end; addr += PAGE_SIZE) {
		migrate->src[migrate->npages] = MIGRATE_PFN_MIGRATE;
		migrate->dst[migrate->npages++] = 0;
		migrate->cpages++;
	}
	return 0;
}

static int migrate_vma_collect_pmd(pmd_t *pmdp, unsigned long start,
				   unsigned long end, struct mm_walk *walk)
{
	struct migrate_vma *migrate = walk->private;
	unsigned long addr = start;

	for (; addr < end; addr += PAGE_SIZE) {
		pte_t *ptep = pte_offset_map(pmdp, addr);
		unsigned long mpfn = 0;
		struct page *page;
		swp_entry_t entry;
		pte_t pte = *ptep;

		if (pte_none(pte)) {
			mpfn = MIGRATE_PFN_MIGRATE;
			migrate->cpages++;
			goto next;
		}

		if (!pte_present(pte)) {
			/* of what is not there only private memory can move */
			entry = pte_to_swp_entry(pte);
			if (!is_device_private_entry(entry))
				goto next;

			page = device_private_entry_to_page(entry);
			mpfn = migrate_pfn(page_to_pfn(page)) |
				MIGRATE_PFN_DEVICE | MIGRATE_PFN_MIGRATE;
			if (is_write_device_private_entry(entry))
				mpfn |= MIGRATE_PFN_WRITE;
		} else {
			page = _vm_normal_page(migrate->vma, addr, pte, true);
			mpfn = migrate_pfn(pte_pfn(pte)) | MIGRATE_PFN_MIGRATE;
			mpfn |= pte_write(pte) ? MIGRATE_PFN_WRITE : 0;
		}

		if (!page || !page->mapping || PageTransCompound(page)) {
			mpfn = 0;
			goto next;
		}

		get_page(page);
		migrate->cpages++;
		if (trylock_page(page)) {
			mpfn |= MIGRATE_PFN_LOCKED;
			entry = make_migration_entry(page,
						     mpfn & MIGRATE_PFN_WRITE);
			set_pte_at(migrate->vma->vm_mm, addr, ptep,
				   swp_entry_to_pte(entry));
		}
next:
		migrate->dst[migrate->npages] = 0;
		migrate->src[migrate->npages++] = mpfn;
	}
	return 0;
}

static void migrate_vma_collect(struct migrate_vma *migrate)
{
	struct mm_walk walk = {
		.pmd_entry = migrate_vma_collect_pmd,
		.pte_hole = migrate_vma_collect_hole,
		.vma = migrate->vma,
		.mm = migrate->vma->vm_mm,
		.private = migrate,
	};

	walk_page_range(migrate->start, migrate->end, &walk);
}

/*
 * migrate_vma_check_page() - has somebody pinned the page?
 * @page: the page
 */
static bool migrate_vma_check_page(struct page *page)
{
	/* the reference of the one who asks */
	int own = 1;

	if (PageCompound(page))
		return false;

	if (is_zone_device_page(page)) {
		/*
		 * Nobody can pin private memory. There may be a reference of
		 * somebody who waits for this very migration, which cannot be
		 * told from a pin; so do not look.
		 */
		if (is_device_private_page(page))
			return true;

		/*
		 * Of the other kinds only the public one can move, and has
		 * the reference that all memory of devices has.
		 */
		if (!is_device_public_page(page))
			return false;
		own++;
	}

	if (page_mapping(page))
		own += 1 + page_has_private(page);

	return page_count(page) - own <= page_mapcount(page);
}

static void migrate_vma_prepare(struct migrate_vma *migrate)
{
	unsigned long i;

	lru_add_drain();
	for (i = 0; i < migrate->npages; i++) {
		struct page *page = migrate_pfn_to_page(migrate->src[i]);

		if (!page)
			continue;
		if (!is_zone_device_page(page) && isolate_lru_page(page))
			migrate->src[i] = 0;
		else if (!migrate_vma_check_page(page))
			migrate->src[i] &= ~MIGRATE_PFN_MIGRATE;
	}
}

/* There was no page at all: put the new one there. */
static void migrate_vma_insert_page(struct migrate_vma *migrate,
				    unsigned long addr,
				    struct page *page,
				    unsigned long *src)
{
	struct vm_area_struct *vma = migrate->vma;
	pmd_t *pmdp = mm_find_pmd(vma->vm_mm, addr);
	bool writable = vma->vm_flags & VM_WRITE;
	pte_t entry = __pte(0);
	pte_t *ptep;

	if (!pmdp)
		goto abort;

	__SetPageUptodate(page);

	if (is_zone_device_page(page)) {
		if (is_device_private_page(page)) {
			entry = swp_entry_to_pte(
				make_device_private_entry(page, writable));
		} else if (is_device_public_page(page)) {
			entry = pte_mkdevmap(mk_pte(page, vma->vm_page_prot));
			entry = pte_mkold(entry);
			if (writable)
				entry = pte_mkdirty(pte_mkwrite(entry));
		}
	} else {
		entry = mk_pte(page, vma->vm_page_prot);
		if (writable)
			entry = pte_mkdirty(pte_mkwrite(entry));
	}

	ptep = pte_offset_map(pmdp, addr);
	if (!pte_none(*ptep) && !is_zero_pfn(pte_pfn(*ptep)))
		goto abort;

	page_add_anon_rmap(page, vma, addr, false);
	get_page(page);
	set_pte_at(vma->vm_mm, addr, ptep, entry);
	*src = MIGRATE_PFN_MIGRATE;
	return;

abort:
	*src &= ~MIGRATE_PFN_MIGRATE;
}

static void migrate_vma_pages(struct migrate_vma *migrate)
{
	unsigned long addr, i;

	for (i = 0, addr = migrate->start; i < migrate->npages;
	     addr += PAGE_SIZE, i++) {
		struct page *newpage = migrate_pfn_to_page(migrate->dst[i]);
		struct page *page = migrate_pfn_to_page(migrate->src[i]);
		struct address_space *mapping;

		if (!newpage) {
			migrate->src[i] &= ~MIGRATE_PFN_MIGRATE;
			continue;
		}
		if (!page) {
			if (migrate->src[i] & MIGRATE_PFN_MIGRATE)
				migrate_vma_insert_page(migrate, addr, newpage,
							&migrate->src[i]);
			continue;
		}

		mapping = page_mapping(page);

		if (is_zone_device_page(newpage)) {
			if (is_device_private_page(newpage)) {
				/*
				 * Only anonymous memory can go where the
				 * processor does not reach it.
				 */
				if (mapping) {
					migrate->src[i] &= ~MIGRATE_PFN_MIGRATE;
					continue;
				}
			} else if (!is_device_public_page(newpage)) {
				/*
				 * Nothing can move to the other kinds.
				 */
				migrate->src[i] &= ~MIGRATE_PFN_MIGRATE;
				continue;
			}
		}

		if (migrate_page(mapping, newpage, page, MIGRATE_SYNC))
			migrate->src[i] &= ~MIGRATE_PFN_MIGRATE;
	}
}

static void migrate_vma_finalize(struct migrate_vma *migrate)
{
	unsigned long addr, i;

	for (i = 0, addr = migrate->start; i < migrate->npages;
	     addr += PAGE_SIZE, i++) {
		struct page *newpage = migrate_pfn_to_page(migrate->dst[i]);
		struct page *page = migrate_pfn_to_page(migrate->src[i]);
		pmd_t *pmd = mm_find_pmd(migrate->vma->vm_mm, addr);

		if (!page || !pmd)
			continue;
		if (!newpage || !(migrate->src[i] & MIGRATE_PFN_MIGRATE))
			newpage = page;

		remove_migration_pte(newpage, migrate->vma, addr,
				     pte_offset_map(pmd, addr));
		unlock_page(page);
		if (is_zone_device_page(page))
			put_page(page);
		else
			putback_lru_page(page);
	}
}

/*
 * migrate_vma() - move a range of memory to pages that a driver chooses
 *
 * @ops: the driver's callbacks
 * @vma: the area
 * @start: first address
 * @end: first address behind
 * @src: room for one entry a page
 * @dst: the same
 * @private: for the callbacks
 * Returns: 0, also if some of the pages did not move; else an error
 */
int migrate_vma(const struct migrate_vma_ops *ops,
		struct vm_area_struct *vma,
		unsigned long start,
		unsigned long end,
		unsigned long *src,
		unsigned long *dst,
		void *private)
{
	struct migrate_vma migrate = {
		.vma = vma,
		.start = start & PAGE_MASK,
		.end = end & PAGE_MASK,
		.src = src,
		.dst = dst,
	};

	if (!vma || start < vma->vm_start || end > vma->vm_end ||
	    start >= end || !src || !dst)
		return -EINVAL;

	migrate_vma_collect(&migrate);
	if (!migrate.cpages)
		return 0;
	migrate_vma_prepare(&migrate);

	ops->alloc_and_copy(vma, src, dst, start, end, private);
	migrate_vma_pages(&migrate);
	ops->finalize_and_map(vma, src, dst, start, end, private);
	migrate_vma_finalize(&migrate);
	return 0;
}
EXPORT_SYMBOL(migrate_vma);
#endif /* defined(MIGRATE_VMA_HELPER) */
