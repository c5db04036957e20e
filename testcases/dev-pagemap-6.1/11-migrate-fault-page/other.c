// SPDX-License-Identifier: GPL-2.0-only
#include <linux/migrate.h>

/* A fault of another kind brings nothing back. */
int other(struct vm_fault *vmf)
{
	struct migrate_vma args = {};

	args.vma = vmf->vma;
	args.flags = MIGRATE_VMA_SELECT_DEVICE_PRIVATE;
	return migrate_vma_setup(&args);
}
