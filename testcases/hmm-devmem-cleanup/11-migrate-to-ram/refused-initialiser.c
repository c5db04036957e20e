// SPDX-License-Identifier: GPL-2.0-only
/* The callback is in an initialiser, and the table is set elsewhere. */
#include <linux/mm.h>
#include <linux/hmm.h>

static vm_fault_t initialiser_fault(struct vm_area_struct *vma,
				    unsigned long addr, const struct page *page,
				    unsigned int flags, pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

struct hmm_devmem initialiser_mem = {
	.page_fault = initialiser_fault,
};
