// SPDX-License-Identifier: GPL-2.0-only
// Other callers that have all of it in a struct vm_fault.
#include <linux/mm.h>
#include <linux/swapops.h>

/* somebody's header has it, too */
vm_fault_t device_private_entry_fault(struct vm_area_struct *vma,
				      unsigned long addr, swp_entry_t entry,
				      unsigned int flags, pmd_t *pmdp);
vm_fault_t case_other(struct vm_area_struct *vma, unsigned long addr,
		      swp_entry_t entry, unsigned int flags, pmd_t *pmdp);

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

/* these are other functions with the same arguments */
vm_fault_t case_others(struct vm_fault *vmf, int how);
vm_fault_t case_others(struct vm_fault *vmf, int how)
{
	swp_entry_t entry = pte_to_swp_entry(vmf->orig_pte);
	vm_fault_t ret = 0;

	if (how == 1)
		ret = case_other(vmf->vma, vmf->address, entry, vmf->flags,
				 vmf->pmd);
	else
		how--;
	if (how == 2) {
		ret = case_other(vmf->vma, vmf->address, entry, vmf->flags,
				 vmf->pmd);
	}
	if (ret)
		return case_other(vmf->vma, vmf->address, entry, vmf->flags,
				  vmf->pmd);
	ret = device_private_entry_fault(vmf->vma, vmf->address, entry,
					 vmf->flags, vmf->pmd);
	if (ret == VM_FAULT_OOM)
		ret = device_private_entry_fault(vmf->vma, vmf->address, entry,
						 vmf->flags, vmf->pmd);
	return ret;
}
