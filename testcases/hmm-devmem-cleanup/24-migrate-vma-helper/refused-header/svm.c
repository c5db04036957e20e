// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kernel.h>
#include "move.h"

static const struct migrate_vma_ops header_ops;

int header_fault(struct vm_fault *vmf);

int header_fault(struct vm_fault *vmf)
{
	return header_move_one(&header_ops, vmf->vma, vmf->address);
}
