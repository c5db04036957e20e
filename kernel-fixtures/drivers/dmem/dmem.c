// SPDX-License-Identifier: GPL-2.0-only
/*
 * Private memory in both directions: the device takes pages of a process by
 * dmem_take(), and a fault of the processor brings them back.
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/migrate.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#define DMEM_SIZE	(1UL << 28)
#define DMEM_BATCH	16

struct dmem {
	struct device *dev;
	struct dev_pagemap pagemap;
	spinlock_t lock;
	struct page *free;
	unsigned long busy;
};

static struct dmem *page_dmem(struct page *page)
{
	return container_of(page->pgmap, struct dmem, pagemap);
}

static struct page *dmem_get_page(struct dmem *dmem)
{
	struct page *page;

	spin_lock(&dmem->lock);
	page = dmem->free;
	if (page) {
		dmem->free = page->zone_device_data;
		dmem->busy++;
	}
	spin_unlock(&dmem->lock);
	if (!page)
		return NULL;
	get_page(page);
	lock_page(page);
	return page;
}

static void dmem_page_free(struct page *page)
{
	struct dmem *dmem = page_dmem(page);

	spin_lock(&dmem->lock);
	page->zone_device_data = dmem->free;
	dmem->free = page;
	dmem->busy--;
	spin_unlock(&dmem->lock);
}

static void dmem_copy_out(struct vm_area_struct *vma, const unsigned long *src,
			  unsigned long *dst, unsigned long start,
			  unsigned long end, void *private)
{
	struct dmem *dmem = private;
	unsigned long addr;

	for (addr = start; addr < end; addr += PAGE_SIZE, src++, dst++) {
		struct page *page;

		*dst = 0;
		if (!(*src & MIGRATE_PFN_MIGRATE))
			continue;
		page = dmem_get_page(dmem);
		if (!page)
			continue;
		*dst = migrate_pfn(page_to_pfn(page)) | MIGRATE_PFN_LOCKED;
	}
}

static void dmem_count(struct vm_area_struct *vma, const unsigned long *src,
		       const unsigned long *dst, unsigned long start,
		       unsigned long end, void *private)
{
	struct dmem *dmem = private;
	unsigned long i, moved = 0;

	for (i = 0; i < (end - start) >> PAGE_SHIFT; i++)
		moved += !!(src[i] & MIGRATE_PFN_MIGRATE);
	dev_dbg(dmem->dev, "%lu pages\n", moved);
}

static const struct migrate_vma_ops dmem_out_ops = {
	.alloc_and_copy = dmem_copy_out,
	.finalize_and_map = dmem_count,
};

int dmem_take(struct dmem *dmem, struct vm_area_struct *vma,
	      unsigned long start, unsigned long end);
int dmem_take(struct dmem *dmem, struct vm_area_struct *vma,
	      unsigned long start, unsigned long end)
{
	unsigned long src[DMEM_BATCH], dst[DMEM_BATCH];
	int ret = 0;

	while (start < end && !ret) {
		unsigned long next = min(end, start + DMEM_BATCH * PAGE_SIZE);

		ret = migrate_vma(&dmem_out_ops, vma, start, next, src, dst,
				  dmem);
		start = next;
	}
	return ret;
}

static void dmem_copy_back(struct vm_area_struct *vma, const unsigned long *src,
			   unsigned long *dst, unsigned long start,
			   unsigned long end, void *private)
{
	struct page *page;

	*dst = 0;
	if (!(*src & MIGRATE_PFN_MIGRATE))
		return;
	page = alloc_page_vma(GFP_HIGHUSER_MOVABLE, vma, start);
	if (!page) {
		*dst = MIGRATE_PFN_ERROR;
		return;
	}
	lock_page(page);
	*dst = migrate_pfn(page_to_pfn(page)) | MIGRATE_PFN_LOCKED;
}

static void dmem_done(struct vm_area_struct *vma, const unsigned long *src,
		      const unsigned long *dst, unsigned long start,
		      unsigned long end, void *private)
{
}

static const struct migrate_vma_ops dmem_back_ops = {
	.alloc_and_copy = dmem_copy_back,
	.finalize_and_map = dmem_done,
};

static vm_fault_t dmem_fault(struct vm_fault *vmf)
{
	unsigned long src = 0, dst = 0;

	if (migrate_vma(&dmem_back_ops, vmf->vma, vmf->address,
			vmf->address + PAGE_SIZE, &src, &dst, NULL) < 0)
		return VM_FAULT_SIGBUS;
	if (dst == MIGRATE_PFN_ERROR)
		return VM_FAULT_OOM;
	return 0;
}

static const struct dev_pagemap_ops dmem_pagemap_ops = {
	.page_free = dmem_page_free,
	.migrate_to_ram = dmem_fault,
};

static int dmem_probe(struct device *dev)
{
	struct dmem *dmem = devm_kzalloc(dev, sizeof(*dmem), GFP_KERNEL);
	struct resource *res;
	unsigned long pfn;
	void *addr;

	if (!dmem)
		return -ENOMEM;
	dmem->dev = dev;
	spin_lock_init(&dmem->lock);
	res = devm_request_free_mem_region(dev, &iomem_resource, DMEM_SIZE);
	if (IS_ERR(res))
		return PTR_ERR(res);
	dmem->pagemap.type = MEMORY_DEVICE_PRIVATE;
	dmem->pagemap.res = *res;
	dmem->pagemap.ops = &dmem_pagemap_ops;
	addr = devm_memremap_pages(dev, &dmem->pagemap);
	if (IS_ERR(addr))
		return PTR_ERR(addr);

	for (pfn = PHYS_PFN(res->start); pfn <= PHYS_PFN(res->end); pfn++) {
		struct page *page = pfn_to_page(pfn);

		page->zone_device_data = dmem->free;
		dmem->free = page;
	}
	dev_set_drvdata(dev, dmem);
	return 0;
}

static struct device_driver dmem_driver = {
	.name = "dmem",
	.probe = dmem_probe,
};

static int __init dmem_init(void)
{
	return driver_register(&dmem_driver);
}

static void __exit dmem_exit(void)
{
	driver_unregister(&dmem_driver);
}

module_init(dmem_init);
module_exit(dmem_exit);
MODULE_LICENSE("GPL");
