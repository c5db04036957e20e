// SPDX-License-Identifier: GPL-2.0-only
#include <linux/memremap.h>
#include <linux/migrate.h>

static vm_fault_t back(struct vm_fault *hit)
{
	unsigned long src = 0, dst = 0;
	struct migrate_vma args = {};

	args.vma = hit->vma;
	args.src = &src;
	args.dst = &dst;
	args.pgmap_owner = hit->page->pgmap;
	args.flags = MIGRATE_VMA_SELECT_DEVICE_PRIVATE;
	return migrate_vma_setup(&args) ? 1 : 0;
}

static vm_fault_t back_at_once(struct vm_fault *vmf)
{
	struct migrate_vma args = {
		.vma = vmf->vma,
		.flags = MIGRATE_VMA_SELECT_DEVICE_PRIVATE,
	};

	return migrate_vma_setup(&args) ? 1 : 0;
}

int out(struct vm_area_struct *vma)
{
	struct migrate_vma args = {
		.vma = vma,
		.flags = MIGRATE_VMA_SELECT_SYSTEM,
	};

	return migrate_vma_setup(&args);
}

static const struct dev_pagemap_ops one = {
	.migrate_to_ram = back,
};

static const struct dev_pagemap_ops two = {
	.migrate_to_ram = back_at_once,
};
