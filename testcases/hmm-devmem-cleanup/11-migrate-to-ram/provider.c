// SPDX-License-Identifier: GPL-2.0-only
// A provider that uses struct hmm_devmem, but not hmm_devmem_add().
#include <linux/mm.h>
#include <linux/hmm.h>
#include <linux/slab.h>

struct card {
	struct hmm_devmem mem;
	int page_fault;
};

static void card_free(struct page *pg, void *data)
{
}

static vm_fault_t card_fault(struct vm_area_struct *area, unsigned long where,
			     const struct page *pg, unsigned int how,
			     pmd_t *dir)
{
	struct hmm_devmem *mem = pg->pgmap->data;
	struct card *card = container_of(mem, struct card, mem);

	if (!card->page_fault || !(how & FAULT_FLAG_WRITE))
		return VM_FAULT_SIGBUS;
	return mem->ops->fault(mem, area, where, pg, how, dir);
}

static void card_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void card_cleanup(struct dev_pagemap *pgmap)
{
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops card_ops = {
	.kill = card_kill,
	.page_free = card_free,
	.cleanup = card_cleanup,
};

int card_map(struct device *dev, struct card *card, struct resource *res);
int card_map(struct device *dev, struct card *card, struct resource *res)
{
	card->mem.page_fault = &card_fault;
	card->page_fault = 1;
	card->mem.pagemap.type = MEMORY_DEVICE_PRIVATE;
	card->mem.pagemap.ref = &card->mem.ref;
	card->mem.pagemap.ops = &card_ops;
	card->mem.pagemap.data = &card->mem;
	card->mem.pagemap.res = *res;
	return IS_ERR(devm_memremap_pages(dev, &card->mem.pagemap));
}
