// SPDX-License-Identifier: GPL-2.0-only
#include <linux/migrate.h>

void far_copy(struct vm_area_struct *vma, const unsigned long *src,
	      unsigned long *dst, unsigned long start, unsigned long end,
	      void *private);
void far_done(struct vm_area_struct *vma, const unsigned long *src,
	      const unsigned long *dst, unsigned long start,
	      unsigned long end, void *private);

const struct migrate_vma_ops far_ops = {
	.alloc_and_copy = far_copy,
	.finalize_and_map = far_done,
};

int far_away(struct vm_area_struct *vma, unsigned long *src, unsigned long *dst)
{
	return !src;
}
