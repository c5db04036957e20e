// SPDX-License-Identifier: GPL-2.0-only
/* What hmm_devmem_add() returns goes through a variable. */
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

struct card_memory {
	struct device *dev;
	struct hmm_devmem *region;
	unsigned long *used;
	unsigned long faults;
};

static unsigned long card_index(struct hmm_devmem *region, struct page *page)
{
	return page_to_pfn(page) - region->pfn_first;
}

static void card_free(struct hmm_devmem *region, struct page *page)
{
	struct card_memory *card = dev_get_drvdata(region->device);

	clear_bit(card_index(region, page), card->used);
}

static vm_fault_t card_fault(struct hmm_devmem *region,
			     struct vm_area_struct *vma, unsigned long addr,
			     const struct page *page, unsigned int flags,
			     pmd_t *pmdp)
{
	struct card_memory *card = dev_get_drvdata(region->device);

	/* whole pages only */
	addr &= PAGE_MASK;
	card->faults++;
	if (addr < vma->vm_start || page_to_pfn(page) >= region->pfn_last)
		return VM_FAULT_SIGBUS;
	return flags || pmdp ? VM_FAULT_SIGBUS : 0;
}

static const struct hmm_devmem_ops card_devmem_ops = {
	.free	= card_free,
	.fault	= card_fault,
};

int card_add(struct card_memory *card, unsigned long size);

int card_add(struct card_memory *card, unsigned long size)
{
	struct hmm_devmem *region;
	unsigned long pfn;

	/* everything there is */
	region = hmm_devmem_add(&card_devmem_ops, card->dev, size);
	if (IS_ERR(region)) {
		dev_info(card->dev, "no memory\n");
		return PTR_ERR(region);
	}
	card->region = region;

	for (pfn = region->pfn_first; pfn < region->pfn_last; pfn++)
		hmm_devmem_page_set_drvdata(pfn_to_page(pfn),
					    (unsigned long)card);
	return resource_size(card->region->resource) == size ? 0 : 1;
}
