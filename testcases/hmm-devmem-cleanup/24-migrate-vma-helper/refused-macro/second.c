// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kernel.h>
#include <linux/migrate.h>
#include <linux/mm.h>

#define SECOND_MOVE(ops, vma, at, src, dst) \
	migrate_vma((ops), (vma), (at), (at) + PAGE_SIZE, (src), (dst), NULL)

static const struct migrate_vma_ops second_ops;

int second_fault(struct vm_fault *vmf);

int second_fault(struct vm_fault *vmf)
{
	unsigned long src = 0, dst = 0;

	return SECOND_MOVE(&second_ops, vmf->vma, vmf->address, &src, &dst);
}
