// SPDX-License-Identifier: GPL-2.0-only
#include <linux/migrate.h>

extern const struct migrate_vma_ops *pick(int n);
int twice(void);
void *mine(void);

static void copy(struct vm_area_struct *vma, const unsigned long *src,
		 unsigned long *dst, unsigned long start, unsigned long end,
		 void *private)
{
	*dst = 0;
}

static void done(struct vm_area_struct *vma, const unsigned long *src,
		 const unsigned long *dst, unsigned long start,
		 unsigned long end, void *private)
{
	*(int *)private = 1;
}

static const struct migrate_vma_ops ops = {
	.alloc_and_copy = copy,
	.finalize_and_map = done,
};

int refused(struct vm_area_struct *vma, unsigned long *src, unsigned long *dst)
{
	int ret;

	if (twice() || migrate_vma(&ops, vma, 0, 4096, src, dst, 0))
		return 1;
	ret = migrate_vma(pick(1), vma, 0, 4096, src, dst, 0);
	ret = migrate_vma(&ops, vma, 0, 4096, src, dst, mine());
	if (migrate_vma(&ops, vma, 0, 4096, src, dst, 0))
		ret++;
	return ret + migrate_vma(&ops, vma, 0, 4096, src, dst, 0);
}
