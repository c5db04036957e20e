// SPDX-License-Identifier: GPL-2.0-only
#include <linux/memremap.h>
#include <linux/migrate.h>

struct page *alloc_page_vma(int flags, struct vm_area_struct *vma,
			    unsigned long addr);
struct page *pfn_to_page(unsigned long pfn);
void get_page(struct page *page);
void lock_page(struct page *page);

static unsigned long first_pfn;

static struct page *ours(void)
{
	struct page *page = pfn_to_page(first_pfn++);

	get_page(page);
	lock_page(page);
	return page;
}

static void out(struct vm_area_struct *vma, unsigned long *dst)
{
	*dst = (unsigned long)ours();
}

static void back(struct vm_area_struct *vma, unsigned long *dst)
{
	*dst = (unsigned long)alloc_page_vma(0, vma, 0);
}

int to_device(struct vm_area_struct *vma, unsigned long *src,
	      unsigned long *dst)
{
	struct migrate_vma args = {};
	int err;

	args.vma = vma;
	args.src = src;
	args.dst = dst;
	err = migrate_vma_setup(&args);
	if (!err)
		out(vma, dst);
	return err;
}

static vm_fault_t fault(struct vm_fault *vmf)
{
	unsigned long src = 0, dst = 0;
	struct migrate_vma m = {
		.vma = vmf->vma,
		.src = &src,
		.dst = &dst,
	};

	if (migrate_vma_setup(&m))
		return 1;
	back(vmf->vma, &dst);
	return 0;
}

static const struct dev_pagemap_ops ops = {
	.migrate_to_ram = fault,
};
