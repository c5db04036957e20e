// SPDX-License-Identifier: GPL-2.0-only
/* Embedded and pointed to, with & and without; a table that is not concerned. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/swapops.h>

struct values {
	struct hmm_devmem near;
	struct hmm_devmem *far;
	const struct dev_pagemap_ops *spare;
};

/* announced without names */
static vm_fault_t values_far(struct vm_area_struct *, unsigned long,
			     const struct page *, unsigned int, pmd_t *);
static void values_kill(struct dev_pagemap *pgmap);
bool values_ask(struct vm_area_struct *area, unsigned long where);
void values_setup(struct values *v, struct dev_pagemap *other);

static const struct dev_pagemap_ops values_spare_ops = {
	.kill = values_kill,
};

static const struct dev_pagemap_ops values_far_ops = {
	.kill = values_kill,
};

static const struct dev_pagemap_ops values_near_ops = {
	.kill = values_kill,
};

static vm_fault_t values_far(struct vm_area_struct *area, unsigned long where,
			      const struct page *pg, unsigned int how, pmd_t *dir)
{
	return how ? VM_FAULT_OOM : 0;
}

static vm_fault_t values_near(struct vm_area_struct *area, unsigned long where,
			      const struct page *pg, unsigned int how, pmd_t *dir)
{
	return values_ask(area, where) ? 0 : VM_FAULT_SIGBUS;
}

static void values_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

void values_setup(struct values *v, struct dev_pagemap *other)
{
	struct dev_pagemap *map;

	v->near.page_fault = values_near;
	v->near.pagemap.ops = &values_near_ops;
	v->far->page_fault = &values_far;
	v->far->pagemap.ops = &values_far_ops;
	v->spare = &values_spare_ops;

	map = &v->far->pagemap;
	map->type = MEMORY_DEVICE_PRIVATE;
	map = other;
	map->ops = &values_spare_ops;
}
