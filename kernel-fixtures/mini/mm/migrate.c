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
static void remove_migration_pte(struct page *new, struct vm_area_struct *vma,
				 unsigned long addr, pte_t *ptep)
{
	bool write = is_write_migration_entry(pte_to_swp_entry(*ptep));
	pte_t pte = mk_pte(new, vma->vm_page_prot);

	pte = pte_mkold(write ? pte_mkwrite(pte) : pte);

	if (unlikely(is_zone_device_page(new))) {
		if (is_device_private_page(new)) {
			swp_entry_t away = make_device_private_entry(new, write);

			pte = swp_entry_to_pte(away);
		} else if (is_device_public_page(new)) {
			pte = pte_mkdevmap(pte);
		}
	}

	page_add_anon_rmap(new, vma, addr, false);
	get_page(new);
	set_pte_at(vma->vm_mm, addr, ptep, pte);
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
	int refs = mapping ? hpage_nr_pages(page) + page_has_private(page) : 0;

	/*
	 * The count of public or private device memory is never at 0: it is
	 * one more than that of other pages.
	 */
	refs += is_device_private_page(page);
	refs += is_device_public_page(page);

	return refs + 1;
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
	int err = -EAGAIN;

	if (mapping && mapping->a_ops->migratepage)
		err = mapping->a_ops->migratepage(mapping, newpage, page, mode);
	if (!mapping)
		err = migrate_page(NULL, newpage, page, mode);
	if (err != MIGRATEPAGE_SUCCESS)
		return err;

	/* the processor will read what somebody else has written */
	if (likely(!is_zone_device_page(newpage)))
		flush_dcache_page(newpage);
	else if (is_device_public_page(newpage))
		flush_dcache_page(newpage);

	/* an anonymous page stays one */
	if (!PageAnon(page))
		page->mapping = NULL;
	return 0;
}

/* Move the contents of one page; both are locked. */
int migrate_one_page(struct page *newpage, struct page *page)
{
	VM_BUG_ON_PAGE(!PageLocked(newpage) || !PageLocked(page), page);
	return move_to_new_page(newpage, page, MIGRATE_SYNC);
}

#ifdef CONFIG_MIGRATE_VMA_HELPER
/* One call of migrate_vma(): how many pages, and how many of them can move. */
struct migrate_vma {
	struct vm_area_struct *vma;
	unsigned long start, end;
	unsigned long npages, cpages;
	unsigned long *src, *dst;
};

static void migrate_vma_record(struct migrate_vma *migrate, unsigned long mpfn)
{
	migrate->src[migrate->npages] = mpfn;
	migrate->dst[migrate->npages] = 0;
	migrate->cpages += !!(mpfn & MIGRATE_PFN_MIGRATE);
	migrate->npages++;
}

static void migrate_vma_leave(struct migrate_vma *migrate, unsigned long i)
{
	migrate->src[i] &= ~MIGRATE_PFN_MIGRATE;
}

static int migrate_vma_collect_hole(unsigned long addr, unsigned long end,
				    struct mm_walk *walk)
{
	while (addr < end) {
		migrate_vma_record(walk->private, MIGRATE_PFN_MIGRATE);
		addr += PAGE_SIZE;
	}
	return 0;
}

/* Hold the page, and keep the process away from it. */
static unsigned long migrate_vma_hold(struct migrate_vma *migrate,
				      struct page *page, unsigned long addr,
				      pte_t *ptep, unsigned long mpfn)
{
	swp_entry_t busy;

	if (!page || PageTransCompound(page) || !page->mapping)
		return 0;
	get_page(page);
	if (!trylock_page(page))
		return mpfn;
	busy = make_migration_entry(page, mpfn & MIGRATE_PFN_WRITE);
	set_pte_at(migrate->vma->vm_mm, addr, ptep, swp_entry_to_pte(busy));
	return mpfn | MIGRATE_PFN_LOCKED;
}

static int migrate_vma_collect_pmd(pmd_t *pmdp, unsigned long addr,
				   unsigned long end, struct mm_walk *walk)
{
	struct migrate_vma *migrate = walk->private;

	for (; addr < end; addr += PAGE_SIZE) {
		pte_t *ptep = pte_offset_map(pmdp, addr), pte = *ptep;
		unsigned long mpfn = MIGRATE_PFN_MIGRATE;
		struct page *page = NULL;
		bool write;

		if (pte_none(pte)) {
			migrate_vma_record(migrate, mpfn);
			continue;
		}

		if (pte_present(pte)) {
			page = _vm_normal_page(migrate->vma, addr, pte, true);
			mpfn |= migrate_pfn(pte_pfn(pte));
			write = pte_write(pte);
		} else {
			/* of what is not there only private memory can move */
			swp_entry_t entry = pte_to_swp_entry(pte);

			if (is_device_private_entry(entry))
				page = device_private_entry_to_page(entry);
			mpfn |= MIGRATE_PFN_DEVICE |
				migrate_pfn(device_private_entry_to_pfn(entry));
			write = is_write_device_private_entry(entry);
		}
		if (write)
			mpfn |= MIGRATE_PFN_WRITE;
		migrate_vma_record(migrate, migrate_vma_hold(migrate, page,
							     addr, ptep, mpfn));
	}
	return 0;
}

static void migrate_vma_collect(struct migrate_vma *migrate)
{
	struct mm_walk walk = {
		.private = migrate,
		.mm = migrate->vma->vm_mm,
		.vma = migrate->vma,
		.pte_hole = migrate_vma_collect_hole,
		.pmd_entry = migrate_vma_collect_pmd,
	};

	walk_page_range(migrate->start, migrate->end, &walk);
}

/*
 * migrate_vma_check_page() - has somebody pinned the page?
 * @page: the page
 */
static bool migrate_vma_check_page(struct page *page)
{
	/* the reference of the one who asks, and those of the page cache */
	int known = page_mapping(page) ? 2 + page_has_private(page) : 1;

	if (is_zone_device_page(page)) {
		bool private = is_device_private_page(page);

		/*
		 * Nobody can pin private memory. There may be a reference of
		 * somebody who waits for this very migration, which cannot be
		 * told from a pin; so do not look. Those kinds that cannot
		 * move at all get a no.
		 */
		if (private || !is_device_public_page(page))
			return private;
		known++;
	}

	return !PageCompound(page) &&
	       page_count(page) <= page_mapcount(page) + known;
}

static void migrate_vma_prepare(struct migrate_vma *migrate)
{
	unsigned long i = migrate->npages;

	lru_add_drain();
	while (i--) {
		struct page *page = migrate_pfn_to_page(migrate->src[i]);

		if (!page)
			continue;
		if (!is_zone_device_page(page) && isolate_lru_page(page))
			migrate->src[i] = 0;
		else if (!migrate_vma_check_page(page))
			migrate_vma_leave(migrate, i);
	}
}

/* There was no page at all: put the new one there. False if that fails. */
static bool migrate_vma_insert_page(struct migrate_vma *migrate,
				    unsigned long addr, struct page *page)
{
	struct vm_area_struct *vma = migrate->vma;
	bool writable = vma->vm_flags & VM_WRITE;
	pmd_t *pmdp = mm_find_pmd(vma->vm_mm, addr);
	pte_t *ptep = pmdp ? pte_offset_map(pmdp, addr) : NULL;
	pte_t entry = mk_pte(page, vma->vm_page_prot);

	/* somebody was quicker? */
	if (!ptep || !(pte_none(*ptep) || is_zero_pfn(pte_pfn(*ptep))))
		return false;

	if (writable)
		entry = pte_mkwrite(pte_mkdirty(entry));
	if (is_zone_device_page(page)) {
		if (is_device_private_page(page)) {
			swp_entry_t away;

			away = make_device_private_entry(page, writable);
			entry = swp_entry_to_pte(away);
		} else if (is_device_public_page(page)) {
			entry = pte_mkold(pte_mkdevmap(entry));
		}
	}

	__SetPageUptodate(page);
	get_page(page);
	page_add_anon_rmap(page, vma, addr, false);
	set_pte_at(vma->vm_mm, addr, ptep, entry);
	return true;
}

static void migrate_vma_pages(struct migrate_vma *migrate)
{
	unsigned long i;

	for (i = 0; i < migrate->npages; i++) {
		unsigned long addr = migrate->start + (i << PAGE_SHIFT);
		struct page *page = migrate_pfn_to_page(migrate->src[i]);
		struct page *newpage = migrate_pfn_to_page(migrate->dst[i]);
		struct address_space *mapping = page ? page_mapping(page) : NULL;

		if (!newpage || !page) {
			if (!newpage ||
			    !(migrate->src[i] & MIGRATE_PFN_MIGRATE) ||
			    !migrate_vma_insert_page(migrate, addr, newpage))
				migrate_vma_leave(migrate, i);
			continue;
		}

		if (is_zone_device_page(newpage)) {
			if (is_device_private_page(newpage)) {
				/*
				 * Only anonymous memory can go where the
				 * processor does not reach it.
				 */
				if (mapping) {
					migrate_vma_leave(migrate, i);
					continue;
				}
			} else if (!is_device_public_page(newpage)) {
				/*
				 * Nothing can move to the other kinds.
				 */
				migrate_vma_leave(migrate, i);
				continue;
			}
		}

		if (migrate_page(mapping, newpage, page, MIGRATE_SYNC))
			migrate_vma_leave(migrate, i);
	}
}

/* Give the process its page back: the new one, or the old one. */
static void migrate_vma_remap(struct migrate_vma *migrate, unsigned long i)
{
	struct vm_area_struct *vma = migrate->vma;
	unsigned long addr = migrate->start + (i << PAGE_SHIFT);
	struct page *from = migrate_pfn_to_page(migrate->src[i]);
	struct page *to = migrate_pfn_to_page(migrate->dst[i]);
	pmd_t *pmd = mm_find_pmd(vma->vm_mm, addr);

	if (!from || !pmd)
		return;
	if (!to || !(migrate->src[i] & MIGRATE_PFN_MIGRATE))
		to = from;

	remove_migration_pte(to, vma, addr, pte_offset_map(pmd, addr));
	unlock_page(from);
	if (!is_zone_device_page(from))
		putback_lru_page(from);
	else
		put_page(from);
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
int migrate_vma(const struct migrate_vma_ops *ops, struct vm_area_struct *vma,
		unsigned long start, unsigned long end, unsigned long *src,
		unsigned long *dst, void *private)
{
	struct migrate_vma migrate = { .vma = vma, .src = src, .dst = dst };
	unsigned long i;

	if (!src || !dst || !vma)
		return -EINVAL;
	migrate.end = end & PAGE_MASK;
	migrate.start = start & PAGE_MASK;
	if (start >= end || start < vma->vm_start || end > vma->vm_end)
		return -EINVAL;

	migrate_vma_collect(&migrate);
	if (migrate.cpages) {
		migrate_vma_prepare(&migrate);
		ops->alloc_and_copy(vma, src, dst, start, end, private);
		migrate_vma_pages(&migrate);
		ops->finalize_and_map(vma, src, dst, start, end, private);
		for (i = 0; i < migrate.npages; i++)
			migrate_vma_remap(&migrate, i);
	}
	return 0;
}
EXPORT_SYMBOL(migrate_vma);
#endif /* CONFIG_MIGRATE_VMA_HELPER */
