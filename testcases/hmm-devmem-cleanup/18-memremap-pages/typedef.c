// SPDX-License-Identifier: GPL-2.0-only
/* A typedef of a struct without a tag. */
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
} tpu_t;

static tpu_t tpu;

static void tpu_free(struct hmm_devmem *devmem, struct page *page)
{
	if (devmem == tpu.devmem)
		tpu.nr_used--;
}

static vm_fault_t tpu_fault(struct hmm_devmem *devmem,
			    struct vm_area_struct *vma, unsigned long addr,
			    const struct page *page, unsigned int flags,
			    pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

static const struct hmm_devmem_ops tpu_devmem_ops = {
	.free = tpu_free,
	.fault = tpu_fault,
};

int tpu_init(tpu_t *v, unsigned long size);
int tpu_init(tpu_t *v, unsigned long size)
{
	v->devmem = hmm_devmem_add(&tpu_devmem_ops, v->dev, size);
	if (IS_ERR(v->devmem))
		return PTR_ERR(v->devmem);
	dev_info(v->dev, "%lx pages\n", v->devmem->pfn_last - v->devmem->pfn_first);
	return 0;
}
