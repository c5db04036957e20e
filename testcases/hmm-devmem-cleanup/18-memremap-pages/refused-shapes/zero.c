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

struct zero {
	struct device *dev;
	struct hmm_devmem *devmem;
	unsigned long first;
	int users;
};

static void zero_free(struct hmm_devmem *devmem, struct page *page)
{
	pr_info("%lx\n", page_to_pfn(page) - devmem->pfn_first);
}

static vm_fault_t zero_fault(struct hmm_devmem *devmem,
			   struct vm_area_struct *vma, unsigned long addr,
			   const struct page *page, unsigned int flags,
			   pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

static const struct hmm_devmem_ops zero_ops = {
	.free = zero_free,
	.fault = zero_fault,
};

int zero_init(struct zero *z, unsigned long size);
int zero_init(struct zero *z, unsigned long size)
{
	struct zero *tmp = kmalloc(sizeof(*tmp), GFP_KERNEL);

	if (!tmp)
		return -ENOMEM;
	tmp->dev = z->dev;
	tmp->devmem = hmm_devmem_add(&zero_ops, z->dev, ALIGN(size, PAGE_SIZE));
	if (IS_ERR(tmp->devmem))
		goto err;
	tmp->first = tmp->devmem->pagemap.res.start >> PAGE_SHIFT;
	tmp->users = tmp->devmem->resource->start != 0;
	*z = *tmp;
	return 0;
err:
	kfree(tmp);
	return -ENODEV;
}
