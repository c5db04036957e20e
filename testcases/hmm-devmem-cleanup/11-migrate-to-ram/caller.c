// SPDX-License-Identifier: GPL-2.0-only
// Other callers that have all of it in a struct vm_fault.
#include <linux/mm.h>
#include <linux/swapops.h>

vm_fault_t case_fault(struct vm_fault *fault, struct vm_area_struct *area);
vm_fault_t case_fault(struct vm_fault *fault, struct vm_area_struct *area)
{
	swp_entry_t where = pte_to_swp_entry(fault->orig_pte);

	if (is_device_private_entry(where))
		return device_private_entry_fault(area, fault->address, where,
						  fault->flags, fault->pmd);
	return 0;
}

vm_fault_t case_fault_late(struct vm_fault *vmf);
vm_fault_t case_fault_late(struct vm_fault *vmf)
{
	swp_entry_t entry = pte_to_swp_entry(vmf->orig_pte);
	vm_fault_t ret = 0;

	if (is_device_private_entry(entry))
		ret = device_private_entry_fault(vmf->vma, vmf->address, entry,
						 vmf->flags, vmf->pmd);
	else if (is_hwpoison_entry(entry))
		ret = VM_FAULT_HWPOISON;
	return ret;
}
