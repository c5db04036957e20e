// SPDX-License-Identifier: GPL-2.0-only
/* A core that has nothing else to do with HMM. */
#include <linux/device.h>
#include <linux/hmm.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/swapops.h>


vm_fault_t device_private_entry_fault(struct vm_area_struct *vma,
				      unsigned long addr, swp_entry_t entry,
				      unsigned int flags, pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}
EXPORT_SYMBOL(device_private_entry_fault);

void *devm_memremap_pages(struct device *dev, struct dev_pagemap *pgmap)
{
	if (!pgmap->ref)
		return NULL;
	percpu_ref_get_many(pgmap->ref, 1);
	return dev;
}
