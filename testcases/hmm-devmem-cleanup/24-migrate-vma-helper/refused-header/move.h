/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HEADER_MOVE_H
#define HEADER_MOVE_H

#include <linux/migrate.h>
#include <linux/mm.h>

static inline int header_move_one(const struct migrate_vma_ops *ops,
				  struct vm_area_struct *vma, unsigned long at)
{
	unsigned long src = 0, dst = 0;

	return migrate_vma(ops, vma, at, at + PAGE_SIZE, &src, &dst, NULL);
}
#endif
