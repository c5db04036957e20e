// SPDX-License-Identifier: GPL-2.0-only
/* A function without a value, and one that leaves at once. */
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

struct vram {
	unsigned long size;
	struct hmm_devmem *devmem;
};

struct gpu {
	struct vram *vram;
	struct device *dev;
};

static void vram_free(struct hmm_devmem *devmem, struct page *page)
{
	pr_info("free %p\n", page);
}

static vm_fault_t vram_fault(struct hmm_devmem *devmem,
			     struct vm_area_struct *vma, unsigned long addr,
			     const struct page *page, unsigned int flags,
			     pmd_t *pmdp)
{
	pr_info("fault %lx\n", addr);
	return VM_FAULT_SIGBUS;
}

static struct hmm_devmem_ops vram_ops;

void vram_init(struct gpu *gpu);
int vram_again(struct gpu *gpu);

void vram_init(struct gpu *gpu)
{
	gpu->vram = kzalloc(sizeof(*gpu->vram), GFP_KERNEL);
	if (!gpu->vram)
		return;
	gpu->vram->size = PAGE_SIZE;
	vram_ops.free = vram_free;
	vram_ops.fault = vram_fault;

	gpu->vram->devmem = hmm_devmem_add(&vram_ops, gpu->dev,
					   gpu->vram->size);
	if (IS_ERR(gpu->vram->devmem)) {
		kfree(gpu->vram);
		gpu->vram = NULL;
		return;
	}
	pr_info("%lu pages at %lx\n", gpu->vram->devmem->pfn_last -
		gpu->vram->devmem->pfn_first, gpu->vram->devmem->pfn_first);
}

int vram_again(struct gpu *gpu)
{
	gpu->vram->devmem = hmm_devmem_add(&vram_ops, gpu->dev, PAGE_SIZE);
	if (IS_ERR(gpu->vram->devmem))
		return PTR_ERR(gpu->vram->devmem);
	return 0;
}
