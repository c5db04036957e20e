// SPDX-License-Identifier: GPL-2.0-only
/* Callbacks that are no table of their own. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct part {
	struct hmm_devmem *devmem;
	struct device *dev;
};

struct kind {
	int id;
	struct hmm_devmem_ops ops;
};

struct lock_kind {
	struct {
		void (*free)(struct part *part);
	} ops;
};

static void part_free(struct hmm_devmem *devmem, struct page *page)
{
	pr_info("free %p\n", page);
}

static vm_fault_t part_fault(struct hmm_devmem *devmem,
			     struct vm_area_struct *vma, unsigned long addr,
			     const struct page *page, unsigned int flags,
			     pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

static void part_unlock(struct part *part)
{
	part->dev = NULL;
}

static const struct hmm_devmem_ops part_ops[] = {
	{ .free = part_free, .fault = part_fault },
};

static const struct hmm_devmem_ops sized_ops[2] = {
	{ .free = part_free, .fault = part_fault },
};

static const struct kind part_kind = {
	.id = 3,
	.ops = { .free = part_free, .fault = &part_fault },
};

const struct lock_kind part_lock = {
	.ops = { .free = part_unlock },
};

int part_map(struct part *part, int which);

int part_map(struct part *part, int which)
{
	const struct hmm_devmem_ops *ops = which ? &part_ops[0] : &sized_ops[which];

	if (which > 2)
		ops = &part_kind.ops;
	part->devmem = hmm_devmem_add(ops, part->dev, PAGE_SIZE);
	if (IS_ERR(part->devmem))
		return PTR_ERR(part->devmem);
	return 0;
}
