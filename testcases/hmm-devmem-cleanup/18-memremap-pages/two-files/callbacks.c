// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include "two.h"

static void two_free(struct hmm_devmem *devmem, struct page *page)
{
	pr_info("%lx\n", page_to_pfn(page) - devmem->pfn_first);
}

static vm_fault_t two_fault(struct hmm_devmem *devmem,
			    struct vm_area_struct *vma, unsigned long addr,
			    const struct page *page, unsigned int flags,
			    pmd_t *pmdp)
{
	return addr > vma->vm_end ? VM_FAULT_SIGBUS : 0;
}

const struct hmm_devmem_ops two_ops = {
	.free = two_free,
	.fault = two_fault,
};
