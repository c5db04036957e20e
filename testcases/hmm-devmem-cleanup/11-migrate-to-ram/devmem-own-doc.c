// SPDX-License-Identifier: GPL-2.0-only
/* Each of the two has a comment of its own. */
#include <linux/mm_types.h>

struct vm_area_struct;

/* what serves a fault of struct hmm_devmem */
typedef unsigned int (*dev_page_fault_t)(struct vm_area_struct *vma,
					 unsigned long addr);

/*
 * Memory of a device.

   @page_fault: serves faults
   @ref: users

 * page_fault() may sleep.
 */
struct hmm_devmem {
	dev_page_fault_t page_fault;
	int ref;
};

unsigned long devmem_own_size(void);

unsigned long devmem_own_size(void)
{
	return sizeof(struct hmm_devmem);
}
