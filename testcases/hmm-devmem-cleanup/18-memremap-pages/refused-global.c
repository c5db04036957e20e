// SPDX-License-Identifier: GPL-2.0-only
/* A pointer that is in no structure. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>

static struct hmm_devmem *the_mem;
static unsigned long nr_used;

static void glob_free(struct hmm_devmem *devmem, struct page *page)
{
	if (devmem == the_mem)
		nr_used--;
}

static vm_fault_t glob_fault(struct hmm_devmem *devmem,
			    struct vm_area_struct *vma, unsigned long addr,
			    const struct page *page, unsigned int flags,
			    pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

static const struct hmm_devmem_ops glob_devmem_ops = {
	.free = glob_free,
	.fault = glob_fault,
};

int glob_init(struct device *dev, unsigned long size);
int glob_init(struct device *dev, unsigned long size)
{
	the_mem = hmm_devmem_add(&glob_devmem_ops, dev, size);
	if (IS_ERR(the_mem))
		return PTR_ERR(the_mem);
	dev_info(dev, "%lx pages\n", the_mem->pfn_last - the_mem->pfn_first);
	return 0;
}
