// SPDX-License-Identifier: GPL-2.0-only
/* Without a word. */
#include <linux/mm_types.h>

struct vm_area_struct;

/* what serves a fault */
typedef unsigned int (*dev_page_fault_t)(struct vm_area_struct *vma,
					 unsigned long addr);

struct hmm_devmem {
	dev_page_fault_t page_fault;
	int ref;
};

unsigned long devmem_no_size(void);

unsigned long devmem_no_size(void)
{
	return sizeof(struct hmm_devmem);
}
