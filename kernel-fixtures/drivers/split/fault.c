// SPDX-License-Identifier: GPL-2.0-only
/* The processor wants a page of the accelerator. */
#include <linux/migrate.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <split.h>

static void split_copy(struct vm_area_struct *vma, const unsigned long *src,
		       unsigned long *dst, unsigned long start,
		       unsigned long end, void *private)
{
	struct page *page;

	*dst = 0;
	if (!(*src & MIGRATE_PFN_MIGRATE))
		return;
	page = hmm_vma_alloc_locked_page(vma, start);
	if (!page)
		*dst = MIGRATE_PFN_ERROR;
	else
		*dst = migrate_pfn(page_to_pfn(page)) | MIGRATE_PFN_LOCKED;
}

static void split_done(struct vm_area_struct *vma, const unsigned long *src,
		       const unsigned long *dst, unsigned long start,
		       unsigned long end, void *private)
{
}

static const struct migrate_vma_ops split_migrate_ops = {
	.alloc_and_copy = split_copy,
	.finalize_and_map = split_done,
};

vm_fault_t split_fault(struct hmm_devmem *devmem, struct vm_area_struct *vma,
		       unsigned long addr, const struct page *page,
		       unsigned int flags, pmd_t *pmdp)
{
	unsigned long src = 0, dst = 0;
	int err;

	err = migrate_vma(&split_migrate_ops, vma, addr, addr + PAGE_SIZE,
			  &src, &dst, NULL);
	if (err || dst == MIGRATE_PFN_ERROR)
		return VM_FAULT_SIGBUS;
	return 0;
}
