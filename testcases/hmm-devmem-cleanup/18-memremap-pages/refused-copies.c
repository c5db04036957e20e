// SPDX-License-Identifier: GPL-2.0-only
/* Copies of what holds the memory, in each way. */
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
#include <linux/string.h>

#ifndef swap
#define swap(a, b) \
	do { typeof(a) tmp_ = (a); (a) = (b); (b) = tmp_; } while (0)
#endif

struct twin {
	struct device *dev;
	struct hmm_devmem *devmem;
	unsigned long first;
};

static void twin_free(struct hmm_devmem *devmem, struct page *page)
{
	pr_info("%lx\n", page_to_pfn(page) - devmem->pfn_first);
}

static vm_fault_t twin_fault(struct hmm_devmem *devmem,
			     struct vm_area_struct *vma, unsigned long addr,
			     const struct page *page, unsigned int flags,
			     pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

static const struct hmm_devmem_ops twin_ops = {
	.free = twin_free,
	.fault = twin_fault,
};

int twin_init(struct twin *a, struct twin *b, unsigned long size);
struct device *get_device(struct device *dev);
void *krealloc(const void *old, size_t size, gfp_t gfp);
void *kmemdup(const void *from, size_t size, gfp_t gfp);
void *devm_kmemdup(struct device *dev, const void *from, size_t size,
		   gfp_t gfp);

int twin_init(struct twin *a, struct twin *b, unsigned long size)
{
	struct twin *c;

	*a = (struct twin) { .dev = b->dev };
	a->devmem = hmm_devmem_add(&twin_ops, a->dev, size);
	if (IS_ERR(a->devmem))
		return PTR_ERR(a->devmem);
	a->first = a->devmem->pfn_first;
	*b = *a;
	memcpy(b, a, sizeof(*b));
	memmove(b, a, sizeof(*b));
	c = kmemdup(a, sizeof(*a), GFP_KERNEL);
	c = devm_kmemdup(a->dev, c, sizeof(*c), GFP_KERNEL);
	c = krealloc(c, 2 * sizeof(*c), GFP_KERNEL);
	swap(*a, c[1]);
	return c ? 0 : -ENOMEM;
}

int twin_counted(struct twin *a, unsigned long size);

int twin_counted(struct twin *a, unsigned long size)
{
	a->devmem = hmm_devmem_add(&twin_ops, get_device(a->dev), size);
	return PTR_ERR_OR_ZERO(a->devmem);
}
