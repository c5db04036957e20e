// SPDX-License-Identifier: GPL-2.0-only
// The callback stands below the table.
#include <linux/mm.h>
#include <linux/hmm.h>
#include <linux/slab.h>

struct late {
	struct hmm_devmem mem;
	int broken;
};

static void late_free(struct page *pg, void *data)
{
}

static void late_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void late_cleanup(struct dev_pagemap *pgmap)
{
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops late_ops = {
	.kill = late_kill,
	.page_free = late_free,
	.cleanup = late_cleanup,
};

static vm_fault_t late_fault(struct vm_area_struct *area, unsigned long where,
			     const struct page *pg, unsigned int how,
			     pmd_t *dir)
{
	struct hmm_devmem *mem = pg->pgmap->data;
	struct late *late = container_of(mem, struct late, mem);

	if (late->broken || !(how & FAULT_FLAG_WRITE))
		return VM_FAULT_SIGBUS;
	return mem->ops->fault(mem, area, where, pg, how, dir);
}

int late_map(struct device *dev, struct late *late, struct resource *res);
int late_map(struct device *dev, struct late *late, struct resource *res)
{
	late->mem.page_fault = &late_fault;
	late->mem.pagemap.type = MEMORY_DEVICE_PRIVATE;
	late->mem.pagemap.ref = &late->mem.ref;
	late->mem.pagemap.ops = &late_ops;
	late->mem.pagemap.data = &late->mem;
	late->mem.pagemap.res = *res;
	return IS_ERR(devm_memremap_pages(dev, &late->mem.pagemap));
}
