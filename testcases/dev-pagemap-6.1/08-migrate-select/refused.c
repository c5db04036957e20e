// SPDX-License-Identifier: GPL-2.0-only
#include <linux/migrate.h>

struct page *alloc_page_vma(int flags, struct vm_area_struct *vma,
			    unsigned long addr);

int from_somewhere(struct vm_fault *vmf, unsigned long *src,
		   unsigned long *dst)
{
	struct migrate_vma args = {};

	args.vma = vmf->vma;
	args.src = src;
	args.dst = dst;
	if (migrate_vma_setup(&args))
		return 1;
	*dst = !!alloc_page_vma(0, vmf->vma, 0);
	return 0;
}
