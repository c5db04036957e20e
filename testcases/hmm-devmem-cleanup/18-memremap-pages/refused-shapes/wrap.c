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

struct wrap {
	struct device *dev;
	struct hmm_devmem *devmem;
	unsigned long first;
};

static void wrap_free(struct hmm_devmem *devmem, struct page *page)
{
	pr_info("%lx\n", page_to_pfn(page) - devmem->pfn_first);
}

static vm_fault_t wrap_fault(struct hmm_devmem *devmem,
			   struct vm_area_struct *vma, unsigned long addr,
			   const struct page *page, unsigned int flags,
			   pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

static const struct hmm_devmem_ops wrap_ops = {
	.free = wrap_free,
	.fault = wrap_fault,
};

static struct hmm_devmem *wrap_add(struct device *dev, unsigned long size)
{
	return hmm_devmem_add(&wrap_ops, dev, size);
}

int wrap_init(struct wrap *w, unsigned long size);
int wrap_init(struct wrap *w, unsigned long size)
{
	w->devmem = wrap_add(w->dev, size);
	if (IS_ERR(w->devmem))
		return PTR_ERR(w->devmem);
	w->first = w->devmem->pfn_first;
	return 0;
}
