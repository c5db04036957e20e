// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kernel.h>
#include <linux/migrate.h>
#include <linux/mm.h>

struct table_mover {
	int (*move)(const struct migrate_vma_ops *ops,
		    struct vm_area_struct *vma, unsigned long start,
		    unsigned long end, unsigned long *src, unsigned long *dst,
		    void *private);
};

const struct table_mover table_mover = {
	.move = migrate_vma,
};
