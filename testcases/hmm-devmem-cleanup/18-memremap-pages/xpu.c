// SPDX-License-Identifier: GPL-2.0-only
/* The holder is allocated, its pages know it, and failure goes by a label. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/hmm.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct xpu_vram {
	struct xpu_device *xdev;
	struct hmm_devmem *devmem;
	unsigned long base;
	spinlock_t lock;
	unsigned long npages;
	struct list_head free;
};

struct xpu_device {
	struct device *dev;
	struct xpu_vram *vram;
	u64 vram_size;
};

static void xpu_vram_free(struct hmm_devmem *devmem, struct page *page);
static vm_fault_t xpu_vram_fault(struct hmm_devmem *devmem,
				 struct vm_area_struct *vma, unsigned long addr,
				 const struct page *page, unsigned int flags,
				 pmd_t *pmdp);

static const struct hmm_devmem_ops xpu_vram_ops = {
	.free = xpu_vram_free,
	.fault = xpu_vram_fault,
};

int xpu_vram_init(struct xpu_device *xdev);
void xpu_vram_fini(struct xpu_device *xdev);
bool xpu_page_is_ours(struct xpu_vram *vram, struct page *page);
u64 xpu_page_addr(struct page *page);

static struct xpu_vram *page_to_vram(struct page *page)
{
	struct hmm_devmem *devmem = container_of(page->pgmap, struct hmm_devmem, pagemap);
	struct xpu_device *xdev = dev_get_drvdata(devmem->device);

	return xdev->vram;
}

static void xpu_vram_free(struct hmm_devmem *devmem, struct page *page)
{
	struct xpu_device *xdev = dev_get_drvdata(devmem->device);
	struct xpu_vram *vram = xdev->vram;

	spin_lock(&vram->lock);
	vram->npages++;
	spin_unlock(&vram->lock);
}

static vm_fault_t xpu_vram_fault(struct hmm_devmem *devmem,
				 struct vm_area_struct *vma, unsigned long addr,
				 const struct page *page, unsigned int flags,
				 pmd_t *pmdp)
{
	struct xpu_vram *vram = page_to_vram((struct page *)page);

	if (!vram)
		return VM_FAULT_SIGBUS;
	dev_info(vram->xdev->dev, "fault at %lx\n", addr);
	return 0;
}

int xpu_vram_init(struct xpu_device *xdev)
{
	struct xpu_vram *vram;
	struct page *page;
	unsigned long i, pfn_first;
	int ret;

	vram = kzalloc(sizeof(*vram), GFP_KERNEL);
	if (!vram)
		return -ENOMEM;
	vram->xdev = xdev;
	spin_lock_init(&vram->lock);
	INIT_LIST_HEAD(&vram->free);

	vram->devmem = hmm_devmem_add(&xpu_vram_ops, xdev->dev, xdev->vram_size);
	if (IS_ERR(vram->devmem)) {
		ret = PTR_ERR(vram->devmem);
		goto out_free;
	}
	xdev->vram = vram;

	pfn_first = vram->devmem->pfn_first;
	vram->npages = vram->devmem->pfn_last - vram->devmem->pfn_first;
	for (i = 0; i < vram->npages; ++i) {
		page = pfn_to_page(pfn_first + i);
		hmm_devmem_page_set_drvdata(page, (unsigned long)vram);
	}
	return 0;

out_free:
	kfree(vram);
	return ret;
}

void xpu_vram_fini(struct xpu_device *xdev)
{
	struct xpu_vram *vram = xdev->vram;

	if (!vram)
		return;
	xdev->vram = NULL;
}

bool xpu_page_is_ours(struct xpu_vram *vram, struct page *page)
{
	return is_device_private_page(page) && page->pgmap == &vram->devmem->pagemap;
}

u64 xpu_page_addr(struct page *page)
{
	struct xpu_vram *vram = page_to_vram(page);

	return ((page_to_pfn(page) - vram->devmem->pfn_first) << PAGE_SHIFT) + vram->base;
}
