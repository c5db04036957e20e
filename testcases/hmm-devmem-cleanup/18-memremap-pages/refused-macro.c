// SPDX-License-Identifier: GPL-2.0-only
/* A macro for the pointer: what is done with it has no type. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>

typedef struct {
	struct device *dev;
	struct hmm_devmem *devmem;
	unsigned long nr_used;
} lpu_t;

#define LPU_MEM(l)	((l)->devmem)

static lpu_t lpu;

static void lpu_free(struct hmm_devmem *devmem, struct page *page)
{
	if (devmem == lpu.devmem)
		lpu.nr_used--;
}

static vm_fault_t lpu_fault(struct hmm_devmem *devmem,
			    struct vm_area_struct *vma, unsigned long addr,
			    const struct page *page, unsigned int flags,
			    pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

static const struct hmm_devmem_ops lpu_devmem_ops = {
	.free = lpu_free,
	.fault = lpu_fault,
};

int lpu_init(lpu_t *v, unsigned long size);
int lpu_init(lpu_t *v, unsigned long size)
{
	v->devmem = hmm_devmem_add(&lpu_devmem_ops, v->dev, size);
	if (IS_ERR(v->devmem))
		return PTR_ERR(v->devmem);
	dev_info(v->dev, "%lx pages\n", LPU_MEM(v)->pfn_last - LPU_MEM(v)->pfn_first);
	return 0;
}
