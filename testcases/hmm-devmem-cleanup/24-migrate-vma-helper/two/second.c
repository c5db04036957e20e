// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kernel.h>
#include <linux/migrate.h>
#include <linux/mm.h>

#define SECOND_OPS(of) (&(of)->ops)

struct second {
	struct migrate_vma_ops ops;
	int (*migrate_vma)(struct second *s);
};

int second_fault(struct second *s, struct vm_fault *vmf);

int second_fault(struct second *s, struct vm_fault *vmf)
{
	unsigned long src = 0, dst = 0, at = vmf->address & PAGE_MASK;

	if (s->migrate_vma)
		return s->migrate_vma(s);
	return migrate_vma(SECOND_OPS(s), vmf->vma, at, at + PAGE_SIZE, &src,
			   &dst, s) ? VM_FAULT_SIGBUS : 0;
}
