// SPDX-License-Identifier: GPL-2.0-only
/* Calls and tables that cannot be taken apart. */
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
	struct hmm_devmem *other;
};

struct that {
	struct hmm_devmem *devmem;
	int pagemap;
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

static const struct hmm_devmem_ops it_ops = {
	it_free, it_fault
};

static const struct hmm_devmem_ops that_ops = { .free = it_free, .fault = it_fault };

struct hmm_devmem *it_get(struct device *dev);
int it_add(struct it *it, struct that *that, struct device *dev);

struct hmm_devmem *it_get(struct device *dev)
{
	return hmm_devmem_add(&it_ops, dev, PAGE_SIZE);
}

int it_add(struct it *it, struct that *that, struct device *dev)
{
	it->devmem = hmm_devmem_add(&that_ops, dev, PAGE_SIZE);
	it_free(it->devmem, NULL);
	return PTR_ERR(that->devmem);
}
