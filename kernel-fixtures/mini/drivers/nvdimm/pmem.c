// SPDX-License-Identifier: GPL-2.0-only
/*
 * Persistent memory as a block device.
 */
#include <linux/blkdev.h>
#include <linux/device.h>
#include <linux/module.h>
#include <linux/memremap.h>
#include <linux/pfn_t.h>
#include <linux/slab.h>
#include <linux/dax.h>
#include <linux/io.h>
#include <linux/mm.h>
#include "pmem.h"
#include "pfn.h"
#include "nd.h"

/* Truncate waits until the count is down to 1. */
static void fsdax_pagefree(struct page *page, void *data)
{
	wake_up_var(&page->_refcount);
}

/* The counter of the mapping is the one that the queue has anyhow. */
static void pmem_freeze_queue(struct percpu_ref *ref)
{
	blk_freeze_queue_start(container_of(ref, struct request_queue,
					    q_usage_counter));
}

static void __pmem_release_queue(struct percpu_ref *ref)
{
	blk_cleanup_queue(container_of(ref, struct request_queue,
				       q_usage_counter));
}

static void pmem_release_queue(void *counter)
{
	__pmem_release_queue(counter);
}

static void pmem_release_pgmap_ops(void *__pgmap)
{
	dev_pagemap_put_ops();
}

static int setup_pagemap_fsdax(struct device *dev, struct dev_pagemap *pgmap)
{
	pgmap->type = MEMORY_DEVICE_FS_DAX;
	pgmap->page_free = fsdax_pagefree;
	dev_pagemap_get_ops();
	return devm_add_action_or_reset(dev, pmem_release_pgmap_ops, pgmap);
}

/* see tools/testing/nvdimm for another one */
__weak long __pmem_direct_access(struct pmem_device *pmem, pgoff_t first,
				 long nr, void **virt, pfn_t *pfn)
{
	resource_size_t at = pmem->data_offset + ((u64)first << PAGE_SHIFT);

	if (pfn)
		*pfn = phys_to_pfn_t(at + pmem->phys_addr, pmem->pfn_flags);
	if (virt)
		*virt = at + pmem->virt_addr;
	return at < pmem->size ? PHYS_PFN(pmem->size - at - pmem->pfn_pad) :
				 -EIO;
}

static long pmem_dax_direct_access(struct dax_device *dax_dev, pgoff_t first,
				   long nr, void **virt, pfn_t *pfn)
{
	return __pmem_direct_access(dax_get_private(dax_dev), first, nr, virt,
				    pfn);
}

static const struct dax_operations pmem_dax_ops = {
	.direct_access = pmem_dax_direct_access,
};

static void pmem_release_disk(void *data)
{
	struct pmem_device *pmem = data;

	del_gendisk(pmem->disk);
	put_disk(pmem->disk);
	kill_dax(pmem->dax_dev);
	put_dax(pmem->dax_dev);
}

/* The block device and the dax device; the memory is mapped already. */
static int pmem_add_disk(struct device *dev, struct pmem_device *pmem,
			 struct request_queue *queue)
{
	pmem->dax_dev = alloc_dax(pmem, "pmem", &pmem_dax_ops);
	pmem->disk = alloc_disk_node(0, dev_to_node(dev));
	if (!pmem->dax_dev || !pmem->disk) {
		put_disk(pmem->disk);
		put_dax(pmem->dax_dev);
		return -ENOMEM;
	}

	queue->queuedata = pmem;
	pmem->disk->queue = queue;
	device_add_disk(dev, pmem->disk);
	return devm_add_action_or_reset(dev, pmem_release_disk, pmem);
}

static int pmem_attach_disk(struct device *dev,
			    struct nd_namespace_common *ndns)
{
	struct pmem_device *pmem = devm_kzalloc(dev, sizeof(*pmem), GFP_KERNEL);
	struct nd_namespace_io *nsio = to_nd_namespace_io(&ndns->dev);
	int flush = nvdimm_has_flush(to_nd_region(dev->parent));
	struct request_queue *queue;
	struct nd_pfn *nd_pfn = NULL;
	void *virt;
	int err = 0;

	if (!pmem)
		return -ENOMEM;
	dev_set_drvdata(dev, pmem);

	/* an info block says how the namespace is laid out */
	if (is_nd_pfn(dev)) {
		nd_pfn = to_nd_pfn(dev);
		err = nvdimm_setup_pfn(nd_pfn, &pmem->pgmap);
	}
	devm_nsio_disable(dev, nsio);
	if (err)
		return err;

	pmem->size = resource_size(&nsio->res);
	pmem->phys_addr = nsio->res.start;
	if (!devm_request_mem_region(dev, pmem->phys_addr, pmem->size,
				     dev_name(&ndns->dev)))
		return -EBUSY;
	if (flush < 0)
		dev_warn(dev, "writes may be lost with the power\n");

	queue = blk_alloc_queue_node(GFP_KERNEL, dev_to_node(dev));
	if (!queue)
		return -ENOMEM;
	blk_queue_write_cache(queue, true, flush > 0);

	pmem->pgmap.cleanup = __pmem_release_queue;
	pmem->pgmap.kill = pmem_freeze_queue;
	pmem->pgmap.ref = &queue->q_usage_counter;
	pmem->pfn_flags = PFN_DEV;
	if (nd_pfn) {
		pmem->data_offset = le64_to_cpu(nd_pfn->pfn_sb->dataoff);
		pmem->pfn_pad = pmem->size - resource_size(&pmem->pgmap.res);
		pmem->pfn_flags |= PFN_MAP;
		err = setup_pagemap_fsdax(dev, &pmem->pgmap);
		if (err)
			return err;
		virt = devm_memremap_pages(dev, &pmem->pgmap);
	} else if (pmem_should_map_pages(dev)) {
		pmem->pgmap.res = nsio->res;
		pmem->pgmap.altmap_valid = false;
		pmem->pfn_flags |= PFN_MAP;
		err = setup_pagemap_fsdax(dev, &pmem->pgmap);
		if (err)
			return err;
		virt = devm_memremap_pages(dev, &pmem->pgmap);
	} else {
		err = devm_add_action_or_reset(dev, pmem_release_queue,
					       &queue->q_usage_counter);
		if (err)
			return err;
		virt = devm_memremap(dev, pmem->phys_addr, pmem->size,
				     ARCH_MEMREMAP_PMEM);
	}

	pmem->virt_addr = virt;
	return IS_ERR(virt) ? PTR_ERR(virt) : pmem_add_disk(dev, pmem, queue);
}

static int nd_pmem_probe(struct device *dev)
{
	struct nd_namespace_common *ndns = nvdimm_namespace_common_probe(dev);

	int err = IS_ERR(ndns) ? PTR_ERR(ndns) :
		devm_nsio_enable(dev, to_nd_namespace_io(&ndns->dev));

	return err ? err : pmem_attach_disk(dev, ndns);
}

static struct device_driver nd_pmem_driver = {
	.name = "nd_pmem",
	.probe = nd_pmem_probe,
};

static int __init nd_pmem_init(void)
{
	return driver_register(&nd_pmem_driver);
}

static void __exit nd_pmem_exit(void)
{
	driver_unregister(&nd_pmem_driver);
}

module_init(nd_pmem_init);
module_exit(nd_pmem_exit);
MODULE_LICENSE("GPL v2");
