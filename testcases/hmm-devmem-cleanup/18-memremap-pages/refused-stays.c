// SPDX-License-Identifier: GPL-2.0-only
/* Goes on without memory. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct gpu {
	struct device *dev;
	struct hmm_devmem *devmem;
	bool has_svm;
};

static void gpu_free(struct hmm_devmem *devmem, struct page *page)
{
}

static vm_fault_t gpu_fault(struct hmm_devmem *devmem,
			    struct vm_area_struct *vma, unsigned long addr,
			    const struct page *page, unsigned int flags,
			    pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

static const struct hmm_devmem_ops gpu_devmem_ops = {
	.free = gpu_free,
	.fault = gpu_fault,
};

void gpu_svm_init(struct gpu *gpu, unsigned long size);
void gpu_svm_init(struct gpu *gpu, unsigned long size)
{
	gpu->has_svm = true;
	gpu->devmem = hmm_devmem_add(&gpu_devmem_ops, gpu->dev, size);
	if (IS_ERR(gpu->devmem)) {
		dev_warn(gpu->dev, "no svm\n");
		gpu->has_svm = false;
	}
	dev_info(gpu->dev, "up\n");
}
