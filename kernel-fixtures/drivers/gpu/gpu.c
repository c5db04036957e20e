// SPDX-License-Identifier: GPL-2.0-only
/* Memory of an accelerator that the processor cannot reach, by HMM. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/hmm.h>
#include <linux/migrate.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/pagemap.h>
#include <linux/slab.h>

struct acc_memory {
	struct device *dev;
	struct hmm_devmem *hmm;
	struct mutex lock;
	unsigned long first, pages;
	unsigned long used;
};

struct acc_slot {
	struct acc_memory *memory;
	u64 where;
};

static struct acc_memory *acc_of(struct hmm_devmem *hmm)
{
	return dev_get_drvdata(hmm->device);
}

static void acc_release(struct hmm_devmem *hmm, struct page *page)
{
	struct acc_slot *slot = (void *)hmm_devmem_page_get_drvdata(page);
	struct acc_memory *memory = acc_of(hmm);

	mutex_lock(&memory->lock);
	memory->used--;
	mutex_unlock(&memory->lock);
	hmm_devmem_page_set_drvdata(page, 0);
	kfree(slot);
}

static void acc_alloc_and_copy(struct vm_area_struct *vma,
			       const unsigned long *src, unsigned long *dst,
			       unsigned long start, unsigned long end,
			       void *private)
{
	unsigned long addr = start;

	for (; addr < end; addr += PAGE_SIZE, src++, dst++) {
		struct page *to;

		*dst = 0;
		if (!(*src & MIGRATE_PFN_MIGRATE))
			continue;
		to = hmm_vma_alloc_locked_page(vma, addr);
		if (!to) {
			*dst = MIGRATE_PFN_ERROR;
			continue;
		}
		*dst = migrate_pfn(page_to_pfn(to)) | MIGRATE_PFN_LOCKED;
	}
}

static void acc_finalize(struct vm_area_struct *vma, const unsigned long *src,
			 const unsigned long *dst, unsigned long start,
			 unsigned long end, void *private)
{
}

static const struct migrate_vma_ops acc_migrate_ops = {
	.alloc_and_copy = acc_alloc_and_copy,
	.finalize_and_map = acc_finalize,
};

static vm_fault_t acc_bring_back(struct hmm_devmem *hmm,
				 struct vm_area_struct *vma,
				 unsigned long addr, const struct page *page,
				 unsigned int flags, pmd_t *pmdp)
{
	unsigned long src = 0, dst = 0;

	if (migrate_vma(&acc_migrate_ops, vma, addr, addr + PAGE_SIZE, &src,
			&dst, acc_of(hmm)))
		return VM_FAULT_SIGBUS;
	return dst == MIGRATE_PFN_ERROR ? VM_FAULT_SIGBUS : 0;
}

static const struct hmm_devmem_ops acc_memory_ops = {
	.free = acc_release,
	.fault = acc_bring_back,
};

static int acc_probe(struct device *dev)
{
	struct acc_memory *memory;

	memory = devm_kzalloc(dev, sizeof(*memory), GFP_KERNEL);
	if (!memory)
		return -ENOMEM;
	memory->dev = dev;
	mutex_init(&memory->lock);
	dev_set_drvdata(dev, memory);

	memory->hmm = hmm_devmem_add(&acc_memory_ops, dev, 1UL << 30);
	if (IS_ERR(memory->hmm))
		return PTR_ERR(memory->hmm);
	memory->first = memory->hmm->pfn_first;
	memory->pages = memory->hmm->pfn_last - memory->hmm->pfn_first;
	return 0;
}

static struct device_driver acc_driver = {
	.name = "acc",
	.probe = acc_probe,
};

static int __init acc_init(void)
{
	return driver_register(&acc_driver);
}

static void __exit acc_exit(void)
{
	driver_unregister(&acc_driver);
}

module_init(acc_init);
module_exit(acc_exit);
MODULE_LICENSE("GPL");
