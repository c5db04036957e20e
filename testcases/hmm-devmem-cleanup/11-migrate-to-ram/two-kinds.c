// SPDX-License-Identifier: GPL-2.0-only
// Two kinds of memory, each with a callback and a table; one is declared first.
#include <linux/mm.h>
#include <linux/hmm.h>

static vm_fault_t slow_fault(struct vm_area_struct *vma, unsigned long addr,
			     const struct page *page, unsigned int flags,
			     pmd_t *pmdp);

static vm_fault_t fast_fault(struct vm_area_struct *vma, unsigned long addr,
			     const struct page *page, unsigned int flags,
			     pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

static void any_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void any_cleanup(struct dev_pagemap *pgmap)
{
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops slow_ops = {
	.kill = any_kill,
	.cleanup = any_cleanup,
};

static const struct dev_pagemap_ops fast_ops = {
	.kill = any_kill,
	.cleanup = any_cleanup
};

void kinds_setup(struct hmm_devmem *slow, struct hmm_devmem *fast);
void kinds_setup(struct hmm_devmem *slow, struct hmm_devmem *fast)
{
	struct dev_pagemap *map;

	slow->pagemap.ops = &slow_ops;
	slow->page_fault = slow_fault;

	fast->page_fault = fast_fault;
	map = &fast->pagemap;
	map->type = MEMORY_DEVICE_PRIVATE;
	map->ops = &fast_ops;
}

static vm_fault_t slow_fault(struct vm_area_struct *vma, unsigned long addr,
			     const struct page *page, unsigned int flags,
			     pmd_t *pmdp)
{
	unsigned long end = vma->vm_end;

	/* vma and addr are those of the fault */
	for (; end > addr; end -= PAGE_SIZE)
		if (flags & FAULT_FLAG_WRITE)
			return pmdp ? VM_FAULT_OOM : VM_FAULT_SIGBUS;
	return page ? 0 : VM_FAULT_SIGBUS;
}
