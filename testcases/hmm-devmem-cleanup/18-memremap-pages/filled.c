// SPDX-License-Identifier: GPL-2.0-only
/* The table is filled at run time; the error is kept in the branch. */
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

struct lit {
	struct device *dev;
	struct hmm_devmem *devmem;
};

static void lit_free(struct hmm_devmem *devmem, struct page *page)
{
	pr_info("%lx\n", page_to_pfn(page) - devmem->pfn_first);
}

static vm_fault_t lit_fault(struct hmm_devmem *devmem,
			   struct vm_area_struct *vma, unsigned long addr,
			   const struct page *page, unsigned int flags,
			   pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

int lit_init(struct lit *l, unsigned long size);
int lit_init(struct lit *l, unsigned long size)
{
	static struct hmm_devmem_ops ops;

	ops.free = lit_free;
	ops.fault = lit_fault;
	l->devmem = hmm_devmem_add(&ops, l->dev, size);
	if (IS_ERR(l->devmem)) {
		int err = PTR_ERR(l->devmem);
		pr_warn("no memory: %d\n", err);
		return err;
	}
	pr_info("%lx pages\n", l->devmem->pfn_last - l->devmem->pfn_first);
	return 0;
}
