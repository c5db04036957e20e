// SPDX-License-Identifier: GPL-2.0-only
/* Two pointers, in one declaration. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct pair {
	unsigned long nr_used;
	struct hmm_devmem *devmem, *spare;
};

static void pair_free(struct hmm_devmem *devmem, struct page *page)
{
	struct pair *pair = dev_get_drvdata(devmem->device);

	pair->nr_used--;
}

static vm_fault_t pair_fault(struct hmm_devmem *devmem,
			    struct vm_area_struct *vma, unsigned long addr,
			    const struct page *page, unsigned int flags,
			    pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

static const struct hmm_devmem_ops pair_devmem_ops = {
	.free = pair_free,
	.fault = pair_fault,
};

int pair_init(struct pair *pair, struct device *dev, unsigned long size);
int pair_init(struct pair *pair, struct device *dev, unsigned long size)
{
	dev_set_drvdata(dev, pair);
	pair->devmem = hmm_devmem_add(&pair_devmem_ops, dev, size);
	if (IS_ERR(pair->devmem))
		return PTR_ERR(pair->devmem);
	return 0;
}
