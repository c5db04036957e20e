// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kernel.h>
#include <linux/migrate.h>
#include <linux/mm.h>

static const struct migrate_vma_ops move_ops;

int has_it_move(struct vm_area_struct *vma, unsigned long start,
	      unsigned long end, unsigned long *src, unsigned long *dst)
{
	return migrate_vma(&move_ops, vma, start, end, src, dst, NULL);
}
