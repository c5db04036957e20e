// SPDX-License-Identifier: GPL-2.0-only
/*
 * A range of memory as a character device that can be mapped.
 */
#include <linux/memremap.h>
#include <linux/pagemap.h>
#include <linux/module.h>
#include <linux/device.h>
#include <linux/pfn_t.h>
#include <linux/cdev.h>
#include <linux/slab.h>
#include <linux/dax.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include "dax-private.h"
#include "bus.h"

static struct dev_dax *ref_to_dev_dax(struct percpu_ref *ref)
{
	return container_of(ref, struct dev_dax, ref);
}

static void dev_dax_percpu_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
	dev_dbg(&ref_to_dev_dax(ref)->dev, "no more users\n");
}

static void dev_dax_percpu_exit(struct percpu_ref *ref)
{
	struct dev_dax *ddax = ref_to_dev_dax(ref);

	wait_for_completion(&ddax->cmp);
	dev_dbg(&ddax->dev, "no user is left\n");
	percpu_ref_exit(ref);
}

static void dev_dax_percpu_release(struct percpu_ref *ref)
{
	complete(&ref_to_dev_dax(ref)->cmp);
}

/* the tests have a strong one */
__weak phys_addr_t dax_pgoff_to_phys(struct dev_dax *dev_dax, pgoff_t pgoff,
		unsigned long size)
{
	struct resource *res = &dev_dax->region->res;
	phys_addr_t phys = res->start + pgoff * PAGE_SIZE;

	return phys + size - 1 <= res->end ? phys : -1;
}

static vm_fault_t dev_dax_fault(struct vm_fault *vmf)
{
	struct dev_dax *dev_dax = vmf->vma->vm_file->private_data;
	phys_addr_t phys;

	phys = dax_pgoff_to_phys(dev_dax, vmf->pgoff, PAGE_SIZE);
	if (phys == -1)
		return VM_FAULT_SIGBUS;
	return vmf_insert_mixed(vmf->vma, vmf->address,
				phys_to_pfn_t(phys, dev_dax->region->pfn_flags));
}

static const struct vm_operations_struct dax_vm_ops = {
	.fault = dev_dax_fault,
};

static int dax_mmap(struct file *filp, struct vm_area_struct *vma)
{
	vma->vm_ops = &dax_vm_ops;
	vma->vm_flags |= VM_MIXEDMAP;
	return 0;
}

static const struct file_operations dax_fops = {
	.owner = THIS_MODULE,
	.mmap = dax_mmap,
};

/* Undo what dax_add() did. */
static void dax_del(void *data)
{
	struct dev_dax *dev_dax = data;

	kill_dax(dev_dax->dax_dev);
	cdev_del(dax_cdev(dev_dax->dax_dev));
}

static int dax_add(struct dev_dax *dev_dax)
{
	struct cdev *node = dax_cdev(dev_dax->dax_dev);
	struct device *dev = &dev_dax->dev;
	int err;

	cdev_init(node, &dax_fops);
	err = cdev_add(node, dev->devt, 1);
	return err ? err : devm_add_action_or_reset(dev, dax_del, dev_dax);
}

int dev_dax_probe(struct device *dev)
{
	struct dev_dax *dev_dax = to_dev_dax(dev);
	struct resource *all = &dev_dax->region->res;
	void *virt;

	if (!devm_request_mem_region(dev, all->start, resource_size(all),
				     dev_name(dev)))
		return -EBUSY;

	init_completion(&dev_dax->cmp);
	if (percpu_ref_init(&dev_dax->ref, dev_dax_percpu_release, 0,
			    GFP_KERNEL))
		return -ENOMEM;

	dev_dax->pgmap.cleanup = dev_dax_percpu_exit;
	dev_dax->pgmap.kill = dev_dax_percpu_kill;
	dev_dax->pgmap.ref = &dev_dax->ref;
	virt = devm_memremap_pages(dev, &dev_dax->pgmap);
	return IS_ERR(virt) ? PTR_ERR(virt) : dax_add(dev_dax);
}
EXPORT_SYMBOL_GPL(dev_dax_probe);

static struct device_driver device_dax_driver = {
	.name = "device_dax",
	.probe = dev_dax_probe,
};

static int __init dax_init(void)
{
	return driver_register(&device_dax_driver);
}

static void __exit dax_exit(void)
{
	driver_unregister(&device_dax_driver);
}

MODULE_LICENSE("GPL v2");
module_init(dax_init);
module_exit(dax_exit);
