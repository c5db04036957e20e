// SPDX-License-Identifier: GPL-2.0-only
/* How long it lives, whether it is there. */
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

struct it {
	struct hmm_devmem *devmem;
	struct device *dev;
};

static void it_free(struct hmm_devmem *devmem, struct page *page)
{
	pr_info("free %p\n", page);
}

static vm_fault_t it_fault(struct hmm_devmem *devmem,
			   struct vm_area_struct *vma, unsigned long addr,
			   const struct page *page, unsigned int flags,
			   pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

static const struct hmm_devmem_ops it_ops = { .free = it_free, .fault = it_fault };

int it_probe(struct device *dev);
int it_remove(struct device *dev);

int it_probe(struct device *dev)
{
	struct it *it = kzalloc(sizeof(*it), GFP_KERNEL);
	int err = -EIO;

	if (!it)
		return -ENOMEM;
	it->devmem = hmm_devmem_add(&it_ops, dev, PAGE_SIZE);
	if (IS_ERR(it->devmem)) {
		kfree(it);
		return -ENODEV;
	}
	dev_set_drvdata(dev, it);
	if (!dev)
		goto fail;
	return 0;
fail:
	kfree(it);
	return err;
}

int it_remove(struct device *dev)
{
	struct it *it = dev_get_drvdata(dev);

	if (!it->devmem)
		return -ENODEV;
	if (IS_ERR_OR_NULL(it->devmem))
		return -ENODEV;
	wait_for_completion(&it->devmem->completion);
	kfree(it);
	return 0;
}
