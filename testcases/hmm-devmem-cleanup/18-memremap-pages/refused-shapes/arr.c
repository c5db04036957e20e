// SPDX-License-Identifier: GPL-2.0-only
/* Where the pagemap would have no place, or a place that is not zero. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct arr {
	struct device *dev;
	struct hmm_devmem *devmem[4];
	int nr;
};

static void arr_free(struct hmm_devmem *devmem, struct page *page)
{
	pr_info("%lx\n", page_to_pfn(page) - devmem->pfn_first);
}

static vm_fault_t arr_fault(struct hmm_devmem *devmem,
			   struct vm_area_struct *vma, unsigned long addr,
			   const struct page *page, unsigned int flags,
			   pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

static const struct hmm_devmem_ops arr_ops = {
	.free = arr_free,
	.fault = arr_fault,
};

int arr_init(struct arr *a, unsigned long size);
int arr_init(struct arr *a, unsigned long size)
{
	int i;

	for (i = 0; i < a->nr; i++) {
		a->devmem[i] = hmm_devmem_add(&arr_ops, a->dev, size);
		if (IS_ERR(a->devmem[i]))
			return PTR_ERR(a->devmem[i]);
	}
	return 0;
}
