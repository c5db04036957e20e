// SPDX-License-Identifier: GPL-2.0-only
/* Elements of an array, and a variable on the way to them. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>

/**
 * struct tile - one of them
 * @mem: its memory
 *	and more of it
 * @used: how much
 */
struct tile {
	struct hmm_devmem *mem;
	unsigned long used;
};

struct tiles {
	struct device *dev;
	struct tile *tile;
	int nr;
};

static void tile_free(struct hmm_devmem *mem, struct page *page)
{
	struct tiles *all = dev_get_drvdata(mem->device);
	struct tile *t;

	for (t = all->tile; t < all->tile + all->nr; t++) {
		if (t->mem != mem)
			continue;
		t->used--;
	}
}

static vm_fault_t tile_fault(struct hmm_devmem *mem, struct vm_area_struct *vma,
			     unsigned long addr, const struct page *page,
			     unsigned int flags, pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

static const struct hmm_devmem_ops tile_ops = {
	.free = tile_free,
	.fault = tile_fault,
};

int tiles_add(struct tiles *all, int i, unsigned long size);
int tiles_add(struct tiles *all, int i, unsigned long size)
{
	struct hmm_devmem *mem;

	if (i >= all->nr)
		return -EINVAL;
	mem = hmm_devmem_add(&tile_ops, all->dev, size);
	if (IS_ERR(mem)) {
		/* told once */
		dev_warn(all->dev, "%ld\n", PTR_ERR(mem));
		return PTR_ERR(mem);
	}
	all->tile[i].mem = mem;
	all->tile[i].used = mem->pfn_last - mem->pfn_first;
	return 0;
}

int tiles_again(struct tiles *all, int i, unsigned long size);
int tiles_again(struct tiles *all, int i, unsigned long size)
{
	all->tile[i].mem = hmm_devmem_add(&tile_ops, all->dev, size);
	return PTR_ERR_OR_ZERO(all->tile[i].mem);
}
