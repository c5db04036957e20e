// SPDX-License-Identifier: GPL-2.0-only
/* Memory of each entry: a loop that comes to another one each time. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct cell {
	struct list_head node;
	struct hmm_devmem *devmem;
};

static void cell_free(struct hmm_devmem *devmem, struct page *page)
{
	pr_info("free %p\n", page);
}

static vm_fault_t cell_fault(struct hmm_devmem *devmem,
			     struct vm_area_struct *vma, unsigned long addr,
			     const struct page *page, unsigned int flags,
			     pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

static const struct hmm_devmem_ops cell_ops = {
	.free = cell_free,
	.fault = cell_fault,
};

int cell_list(struct list_head *list, struct device *dev);

int cell_list(struct list_head *list, struct device *dev)
{
	struct cell *cell;

	list_for_each_entry(cell, list, node) {
		cell->devmem = hmm_devmem_add(&cell_ops, dev, PAGE_SIZE);
		if (IS_ERR(cell->devmem))
			return PTR_ERR(cell->devmem);
	}
	return 0;
}
