// SPDX-License-Identifier: GPL-2.0-only
/* A pointer that shares its memory. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/slab.h>

union shed_slot {
	unsigned long word;
	struct hmm_devmem *other;
};

struct shed_named {
	unsigned long word;
	union {
		struct hmm_devmem *mine;
		struct list_head *theirs;
	} u;
};

struct shed {
	unsigned long nr_used;
	union {
		struct hmm_devmem *devmem;
		struct list_head *pool;
	};
};

static void shed_free(struct hmm_devmem *devmem, struct page *page)
{
	struct shed *shed = dev_get_drvdata(devmem->device);

	shed->nr_used--;
}

static vm_fault_t shed_fault(struct hmm_devmem *devmem,
			    struct vm_area_struct *vma, unsigned long addr,
			    const struct page *page, unsigned int flags,
			    pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

static const struct hmm_devmem_ops shed_devmem_ops = {
	.free = shed_free,
	.fault = shed_fault,
};

int shed_init(struct shed *shed, struct device *dev, unsigned long size);
int shed_init(struct shed *shed, struct device *dev, unsigned long size)
{
	dev_set_drvdata(dev, shed);
	shed->devmem = hmm_devmem_add(&shed_devmem_ops, dev, size);
	if (IS_ERR(shed->devmem))
		return PTR_ERR(shed->devmem);
	return 0;
}
