// SPDX-License-Identifier: GPL-2.0-only
/* Memory that is not needed; the device is part of the holder. */
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

struct opt {
	struct device dev;
	struct hmm_devmem *devmem;
	bool has_mem;
};

static void opt_free(struct hmm_devmem *devmem, struct page *page)
{
	struct opt *o = container_of(devmem->device, struct opt, dev);

	o->has_mem = page != NULL;
}

static vm_fault_t opt_fault(struct hmm_devmem *devmem,
			    struct vm_area_struct *vma, unsigned long addr,
			    const struct page *page, unsigned int flags,
			    pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

static const struct hmm_devmem_ops opt_ops = {
	.free = &opt_free,
	.fault = &opt_fault,
};

int opt_probe(struct opt *o);
int opt_probe(struct opt *o)
{
	o->devmem = hmm_devmem_add(&opt_ops, &o->dev, 64UL << 20);
	if (IS_ERR(o->devmem)) {
		dev_info(&o->dev, "no device memory: %ld\n", PTR_ERR(o->devmem));
		return -ENODEV;
	}
	o->has_mem = true;
	return 0;
}
