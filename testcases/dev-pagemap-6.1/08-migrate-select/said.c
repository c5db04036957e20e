// SPDX-License-Identifier: GPL-2.0-only
/* It has been said already. */
#include <linux/migrate.h>

struct own_vma {
	unsigned long flags, dst;
};

int said(struct vm_area_struct *vma, struct own_vma *own)
{
	own->dst = 1;
	own->flags = 2;
	return vma->vm_flags != own->flags;
}
