// SPDX-License-Identifier: GPL-2.0-only
/* A copy of what HMM had, for a model of it; the text tells of the callback. */
#include <linux/mm_types.h>

struct vm_area_struct;

/**
 * struct hmm_devmem - memory of a device
 *
 * @pagemap: what the core knows
 * @page_fault: called for a fault,
 *	with the page table lock held
 * @ref: users
 *
 * It is handed to page_fault() of the provider.
 *
 * Some more words on page_fault of others.
 */
typedef unsigned int (*dev_page_fault_t)(struct vm_area_struct *vma,
					 unsigned long addr);

struct hmm_devmem {
	void *pagemap;
	dev_page_fault_t page_fault;
	int ref;
};

unsigned long devmem_doc_size(void);

unsigned long devmem_doc_size(void)
{
	return sizeof(struct hmm_devmem);
}
