// SPDX-License-Identifier: GPL-2.0-only
/* Macros that read the members, and a typedef. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>

typedef struct acc_memory {
	struct device *dev;
	struct hmm_devmem *hmem;	/* what the core gave us */
	unsigned long *bitmap;
	struct mutex lock;
	int online;
} acc_memory_t;

typedef struct {
	unsigned long word;
	acc_memory_t *owner;
} acc_page_t;

#define acc_first_pfn(m)	((m)->hmem->pfn_first)
#define acc_npages(m)		((m)->hmem->pfn_last - (m)->hmem->pfn_first)

static inline acc_memory_t *acc_from_devmem(struct hmm_devmem *hmem)
{
	return (acc_memory_t *)dev_get_drvdata(hmem->device);
}

static inline acc_page_t *acc_page_of(const struct page *page)
{
	return (acc_page_t *)hmm_devmem_page_get_drvdata(page);
}

static void acc_release_page(struct hmm_devmem *hmem, struct page *page)
{
	acc_memory_t *mem = acc_from_devmem(hmem);
	acc_page_t *ap = acc_page_of(page);

	mutex_lock(&mem->lock);
	clear_bit(page_to_pfn(page) - acc_first_pfn(mem), mem->bitmap);
	ap->owner = NULL;
	mutex_unlock(&mem->lock);
	hmm_devmem_page_set_drvdata(page, 0);
}

static vm_fault_t acc_fault(struct hmm_devmem *hmem, struct vm_area_struct *vma,
		     unsigned long addr, const struct page *page,
		     unsigned int flags, pmd_t *pmdp);

static const struct hmm_devmem_ops acc_memory_devmem_ops = {
	.free	= acc_release_page,
	.fault	= acc_fault,
};


static vm_fault_t acc_fault(struct hmm_devmem *hmem, struct vm_area_struct *vma,
		     unsigned long addr, const struct page *page,
		     unsigned int flags, pmd_t *pmdp)
{
	unsigned long src = 0, dst = 0;
	acc_memory_t *mem = acc_from_devmem(hmem);

	if (!mem->online)
		return VM_FAULT_SIGBUS;
	src = addr - vma->vm_start;
	if (src < dst)
		return VM_FAULT_SIGBUS;
	return 0;
}

int acc_memory_init(acc_memory_t *mem, unsigned long size);
int acc_memory_init(acc_memory_t *mem, unsigned long size)
{
	acc_page_t *pages;
	unsigned long i;
	int rc = 0;

	mutex_init(&mem->lock);
	pages = kzalloc(sizeof(*pages) * (size >> PAGE_SHIFT), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	mem->hmem = hmm_devmem_add(&acc_memory_devmem_ops, mem->dev, size);
	if (IS_ERR(mem->hmem)) {
		rc = PTR_ERR(mem->hmem);
		mem->hmem = NULL;
		goto out;
	}
	for (i = 0; i < acc_npages(mem); i++) {
		struct page *page = pfn_to_page(acc_first_pfn(mem) + i);

		pages[i].owner = mem;
		hmm_devmem_page_set_drvdata(page, (unsigned long)&pages[i]);
	}
	mem->online = 1;
	return 0;
out:
	kfree(pages);
	return rc;
}
