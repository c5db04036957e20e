// SPDX-License-Identifier: GPL-2.0-only
/* A struct within the struct; methods stored at run time; unlikely(). */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct fpga {
	struct device *dev;
	unsigned long size;
	struct {
		struct hmm_devmem *devmem;
		unsigned long first, count;
	} vram;
	void *regs;
};

static struct hmm_devmem_ops fpga_ops;

static void fpga_free(struct hmm_devmem *devmem, struct page *page)
{
	struct fpga *fpga = dev_get_drvdata(devmem->device);

	WARN_ON(page_to_pfn(page) < fpga->vram.first);
}

static vm_fault_t fpga_fault(struct hmm_devmem *devmem,
			     struct vm_area_struct *vma, unsigned long addr,
			     const struct page *page, unsigned int flags,
			     pmd_t *pmdp)
{
	return VM_FAULT_SIGBUS;
}

int fpga_init(struct fpga *fpga);
int fpga_init(struct fpga *fpga)
{
	int ret;

	fpga_ops.free = fpga_free;
	fpga_ops.fault = fpga_fault;

	fpga->regs = kmalloc(4096, GFP_KERNEL);
	if (!fpga->regs)
		return -ENOMEM;

	fpga->vram.devmem = hmm_devmem_add(&fpga_ops, fpga->dev, fpga->size);
	if (unlikely(IS_ERR(fpga->vram.devmem))) {
		ret = PTR_ERR(fpga->vram.devmem);
		dev_warn(fpga->dev, "no addresses: %d\n", ret);
		goto err_regs;
	}
	fpga->vram.first = fpga->vram.devmem->pfn_first;
	fpga->vram.count = fpga->vram.devmem->pfn_last - fpga->vram.first;
	return 0;

err_regs:
	kfree(fpga->regs);
	return ret;
}
