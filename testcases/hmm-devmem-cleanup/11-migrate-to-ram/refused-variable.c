// SPDX-License-Identifier: GPL-2.0-only
// The callback comes from elsewhere, and is called here.
#include <linux/mm.h>
#include <linux/hmm.h>

void odd_setup(struct hmm_devmem *mem, dev_page_fault_t how);
void odd_setup(struct hmm_devmem *mem, dev_page_fault_t how)
{
	mem->page_fault = how;
}

vm_fault_t odd_call(struct hmm_devmem *mem, struct vm_fault *vmf);
vm_fault_t odd_call(struct hmm_devmem *mem, struct vm_fault *vmf)
{
	return mem->page_fault(vmf->vma, vmf->address, vmf->page, vmf->flags,
			       vmf->pmd);
}
