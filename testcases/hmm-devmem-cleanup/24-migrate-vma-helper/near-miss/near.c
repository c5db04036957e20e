// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kernel.h>

struct mover {
	int (*migrate_vma)(int n);
};

/* migrate_vma(n) is not called here, but a method of that name. */
int near_migrate(struct mover *m, int n)
{
	return m->migrate_vma(n);
}
