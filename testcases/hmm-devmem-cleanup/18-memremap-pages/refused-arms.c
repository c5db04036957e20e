// SPDX-License-Identifier: GPL-2.0-only
/* The head of a callback in two arms. */
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

#define LINUX_VERSION_CODE 328193
#define KERNEL_VERSION(a, b, c) (((a) << 16) + ((b) << 8) + (c))
struct vers {
	struct device *dev;
	struct hmm_devmem *devmem;
};

static void vers_free(struct hmm_devmem *devmem, struct page *page)
{
}

#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 1, 0)
static int vers_fault(struct hmm_devmem *devmem,
#else
static vm_fault_t vers_fault(struct hmm_devmem *devmem,
#endif
		      struct vm_area_struct *vma, unsigned long addr,
		      const struct page *page, unsigned int flags, pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

static const struct hmm_devmem_ops vers_ops = {
	.free = vers_free,
	.fault = vers_fault,
};

int vers_init(struct vers *v);
int vers_init(struct vers *v)
{
	struct hmm_devmem *m;

	m = hmm_devmem_add(&vers_ops, v->dev, 1 << 20);
	if (IS_ERR(m))
		return PTR_ERR(m);
	v->devmem = m;
	return 0;
}
