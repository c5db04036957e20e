// SPDX-License-Identifier: GPL-2.0-only
// A fault without a struct vm_fault.
#include <linux/mm.h>
#include <linux/swapops.h>

vm_fault_t odd_fault(struct vm_area_struct *vma, unsigned long addr,
		     swp_entry_t entry, pmd_t *pmd);
vm_fault_t odd_fault(struct vm_area_struct *vma, unsigned long addr,
		     swp_entry_t entry, pmd_t *pmd)
{
	return device_private_entry_fault(vma, addr, entry, 0, pmd);
}
