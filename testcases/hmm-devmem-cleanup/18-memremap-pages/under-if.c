// SPDX-License-Identifier: GPL-2.0-only
/* The member is there in some kernels only. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct barn {
	unsigned long nr_used;
#ifdef CONFIG_HMM
#ifdef CONFIG_NUMA
	int node;
#endif
	struct hmm_devmem *devmem;
#endif
};

#ifdef CONFIG_HMM

static void barn_free(struct hmm_devmem *devmem, struct page *page)
{
	struct barn *barn = dev_get_drvdata(devmem->device);

	barn->nr_used--;
}

static vm_fault_t barn_fault(struct hmm_devmem *devmem,
			    struct vm_area_struct *vma, unsigned long addr,
			    const struct page *page, unsigned int flags,
			    pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

static const struct hmm_devmem_ops barn_devmem_ops = {
	.free = barn_free,
	.fault = barn_fault,
};

int barn_init(struct barn *barn, struct device *dev, unsigned long size);
int barn_init(struct barn *barn, struct device *dev, unsigned long size)
{
	dev_set_drvdata(dev, barn);
	barn->devmem = hmm_devmem_add(&barn_devmem_ops, dev, size);
	if (IS_ERR(barn->devmem))
		return PTR_ERR(barn->devmem);
	return 0;
}
#endif
