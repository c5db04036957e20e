// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kernel.h>
#include <linux/migrate.h>
#include <linux/mm.h>

struct first_move {
	const struct migrate_vma_ops *ops;
	unsigned long src[8], dst[8];
};

int first_move_in(struct vm_area_struct *vma, unsigned long at,
		  struct first_move *m);

int first_move_in(struct vm_area_struct *vma, unsigned long at,
		  struct first_move *m)
{
	int ret;

	ret = migrate_vma
		(m->ops, vma, at, at + 8 * PAGE_SIZE, m->src, m->dst, m);
	pr_info("migrate_vma() says %d\n", ret);
	return ret;
}
