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

/* see tools/testing/nvdimm for another one */
__weak long __pmem_direct_access(struct pmem_device *pmem, pgoff_t pgoff,
		long nr_pages, void **kaddr, pfn_t *pfn)
{
	phys_addr_t off = pgoff * PAGE_SIZE + pmem->data_offset;

	if (off >= pmem->size)
		return -EIO;
	if (kaddr)
		*kaddr = pmem->virt_addr + off;
	if (pfn)
		*pfn = phys_to_pfn_t(pmem->phys_addr + off, pmem->pfn_flags);
	return PHYS_PFN(pmem->size - pmem->pfn_pad - off);
}

static long pmem_dax_direct_access(struct dax_device *dax_dev, pgoff_t pgoff,
		long nr_pages, void **kaddr, pfn_t *pfn)
{
	struct pmem_device *pmem = dax_get_private(dax_dev);

	return __pmem_direct_access(pmem, pgoff, nr_pages, kaddr, pfn);
}

static const struct dax_operations pmem_dax_ops = {
	.direct_access = pmem_dax_direct_access,
};

static void __pmem_release_queue(struct percpu_ref *ref)
{
	struct request_queue *queue;

	queue = container_of(ref, typeof(*queue), q_usage_counter);
	blk_cleanup_queue(queue);
}

static void pmem_release_queue(void *ref)
{
	__pmem_release_queue(ref);
}

static void pmem_freeze_queue(struct percpu_ref *ref)
{
	struct request_queue *queue;

	queue = container_of(ref, typeof(*queue), q_usage_counter);
	blk_freeze_queue_start(queue);
}

static void pmem_release_disk(void *__pmem)
{
	struct pmem_device *pmem = __pmem;

	kill_dax(pmem->dax_dev);
	del_gendisk(pmem->disk);
	put_disk(pmem->disk);
	put_dax(pmem->dax_dev);
}

static void pmem_release_pgmap_ops(void *__pgmap)
{
	dev_pagemap_put_ops();
}

/* Truncate waits until the count is down to 1. */
static void fsdax_pagefree(struct page *page, void *data)
{
	wake_up_var(&page->_refcount);
}

static int setup_pagemap_fsdax(struct device *dev, struct dev_pagemap *pgmap)
{
	int err;

	dev_pagemap_get_ops();
	err = devm_add_action_or_reset(dev, pmem_release_pgmap_ops, pgmap);
	if (err)
		return err;
	pgmap->page_free = fsdax_pagefree;
	pgmap->type = MEMORY_DEVICE_FS_DAX;
	return 0;
}

static int pmem_attach_disk(struct device *dev,
		struct nd_namespace_common *ndns)
{
	struct nd_namespace_io *nsio = to_nd_namespace_io(&ndns->dev);
	struct pmem_device *pmem;
	struct request_queue *queue;
	struct gendisk *disk;
	struct nd_pfn *nd_pfn = NULL;
	int flush = nvdimm_has_flush(to_nd_region(dev->parent));
	int err;
	void *virt;

	pmem = devm_kzalloc(dev, sizeof(*pmem), GFP_KERNEL);
	if (!pmem)
		return -ENOMEM;

	/* an info block says how the namespace is laid out */
	if (is_nd_pfn(dev)) {
		nd_pfn = to_nd_pfn(dev);
		err = nvdimm_setup_pfn(nd_pfn, &pmem->pgmap);
		if (err)
			return err;
	}
	devm_nsio_disable(dev, nsio);

	dev_set_drvdata(dev, pmem);
	pmem->phys_addr = nsio->res.start;
	pmem->size = resource_size(&nsio->res);
	if (flush < 0)
		dev_warn(dev, "writes may be lost with the power\n");

	if (!devm_request_mem_region(dev, nsio->res.start, pmem->size,
				dev_name(&ndns->dev))) {
		dev_warn(dev, "somebody else has this memory\n");
		return -EBUSY;
	}

	queue = blk_alloc_queue_node(GFP_KERNEL, dev_to_node(dev));
	if (!queue)
		return -ENOMEM;

	pmem->pfn_flags = PFN_DEV;
	pmem->pgmap.ref = &queue->q_usage_counter;
	pmem->pgmap.kill = pmem_freeze_queue;
	pmem->pgmap.cleanup = __pmem_release_queue;
	if (is_nd_pfn(dev)) {
		if (setup_pagemap_fsdax(dev, &pmem->pgmap))
			return -ENOMEM;
		virt = devm_memremap_pages(dev, &pmem->pgmap);
		pmem->data_offset = le64_to_cpu(nd_pfn->pfn_sb->dataoff);
		pmem->pfn_pad = pmem->size - resource_size(&pmem->pgmap.res);
		pmem->pfn_flags |= PFN_MAP;
	} else if (pmem_should_map_pages(dev)) {
		memcpy(&pmem->pgmap.res, &nsio->res, sizeof(pmem->pgmap.res));
		pmem->pgmap.altmap_valid = false;
		if (setup_pagemap_fsdax(dev, &pmem->pgmap))
			return -ENOMEM;
		virt = devm_memremap_pages(dev, &pmem->pgmap);
		pmem->pfn_flags |= PFN_MAP;
	} else {
		if (devm_add_action_or_reset(dev, pmem_release_queue,
					&queue->q_usage_counter))
			return -ENOMEM;
		virt = devm_memremap(dev, pmem->phys_addr,
				pmem->size, ARCH_MEMREMAP_PMEM);
	}

	if (IS_ERR(virt))
		return PTR_ERR(virt);
	pmem->virt_addr = virt;

	blk_queue_write_cache(queue, true, flush > 0);
	queue->queuedata = pmem;

	disk = alloc_disk_node(0, dev_to_node(dev));
	if (!disk)
		return -ENOMEM;
	disk->queue = queue;
	pmem->disk = disk;

	pmem->dax_dev = alloc_dax(pmem, "pmem", &pmem_dax_ops);
	if (!pmem->dax_dev) {
		put_disk(disk);
		return -ENOMEM;
	}

	device_add_disk(dev, disk);
	if (devm_add_action_or_reset(dev, pmem_release_disk, pmem))
		return -ENOMEM;
	return 0;
}

static int nd_pmem_probe(struct device *dev)
{
	struct nd_namespace_common *ndns = nvdimm_namespace_common_probe(dev);

	if (IS_ERR(ndns))
		return PTR_ERR(ndns);
	if (devm_nsio_enable(dev, to_nd_namespace_io(&ndns->dev)))
		return -ENXIO;
	return pmem_attach_disk(dev, ndns);
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
