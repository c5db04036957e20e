// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory of PCI devices that other devices may do DMA to.
 */
#define pr_fmt(fmt) "pci-p2pdma: " fmt
#include <linux/pci-p2pdma.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/completion.h>
#include <linux/genalloc.h>
#include <linux/memremap.h>
#include <linux/percpu-refcount.h>

/* One mapping; a device may offer several pieces of its BARs. */
struct p2pdma_pagemap {
	struct percpu_ref ref;
	struct completion ref_done;
	struct dev_pagemap pgmap;
};

/* What all of them feed. */
struct pci_p2pdma {
	bool p2pmem_published;
	struct gen_pool *pool;
};

static struct p2pdma_pagemap *to_p2p_pgmap(struct percpu_ref *ref)
{
	return container_of(ref, struct p2pdma_pagemap, ref);
}

static void pci_p2pdma_percpu_cleanup(struct percpu_ref *ref)
{
	wait_for_completion(&to_p2p_pgmap(ref)->ref_done);
	percpu_ref_exit(ref);
}

static void pci_p2pdma_percpu_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void pci_p2pdma_percpu_release(struct percpu_ref *ref)
{
	complete(&to_p2p_pgmap(ref)->ref_done);
}

/* From now on pci_alloc_p2pmem() finds nothing. */
static void pci_p2pdma_release(void *data)
{
	struct pci_dev *pdev = data;
	struct gen_pool *pool = pdev->p2pdma->pool;

	pdev->p2pdma = NULL;
	synchronize_rcu();
	gen_pool_destroy(pool);
}

static int pci_p2pdma_setup(struct pci_dev *pdev)
{
	struct device *dev = &pdev->dev;
	struct pci_p2pdma *fresh = devm_kzalloc(dev, sizeof(*fresh), GFP_KERNEL);

	if (fresh)
		fresh->pool = gen_pool_create(PAGE_SHIFT, dev_to_node(dev));
	if (!fresh || !fresh->pool)
		return -ENOMEM;
	pdev->p2pdma = fresh;
	return devm_add_action_or_reset(dev, pci_p2pdma_release, pdev);
}

/**
 * pci_p2pdma_add_resource - offer part of a BAR to other devices
 * @pdev: the device
 * @bar: which BAR
 * @size: how much of it, 0 for all
 * @offset: from where on
 */
int pci_p2pdma_add_resource(struct pci_dev *pdev, int bar, size_t size,
			    u64 offset)
{
	u64 start = pci_resource_start(pdev, bar);
	u64 len = pci_resource_len(pdev, bar);
	struct p2pdma_pagemap *map;
	struct dev_pagemap *pgmap;
	void *virt;
	int err;

	if (!size && offset < len)
		size = len - offset;
	if (!size || offset + size > len ||
	    !(pci_resource_flags(pdev, bar) & IORESOURCE_MEM))
		return -EINVAL;

	map = devm_kzalloc(&pdev->dev, sizeof(*map), GFP_KERNEL);
	if (!map)
		return -ENOMEM;
	err = pdev->p2pdma ? 0 : pci_p2pdma_setup(pdev);
	if (err)
		goto no_map;
	err = percpu_ref_init(&map->ref, pci_p2pdma_percpu_release, 0,
			      GFP_KERNEL);
	if (err)
		goto no_map;
	init_completion(&map->ref_done);

	pgmap = &map->pgmap;
	pgmap->res.flags = pci_resource_flags(pdev, bar);
	pgmap->res.start = start + offset;
	pgmap->res.end = start + offset + size - 1;
	pgmap->cleanup = pci_p2pdma_percpu_cleanup;
	pgmap->kill = pci_p2pdma_percpu_kill;
	pgmap->ref = &map->ref;
	pgmap->pci_p2pdma_bus_offset = pci_bus_address(pdev, bar) - start;
	pgmap->type = MEMORY_DEVICE_PCI_P2PDMA;

	virt = devm_memremap_pages(&pdev->dev, pgmap);
	err = IS_ERR(virt) ? PTR_ERR(virt) : 0;
	if (err)
		goto no_map;

	err = gen_pool_add_owner(pdev->p2pdma->pool, (unsigned long)virt,
				 pci_bus_address(pdev, bar) + offset, size,
				 dev_to_node(&pdev->dev), &map->ref);
	if (!err)
		return 0;

	devm_memunmap_pages(&pdev->dev, pgmap);
no_map:
	devm_kfree(&pdev->dev, map);
	return err;
}
EXPORT_SYMBOL_GPL(pci_p2pdma_add_resource);

/**
 * pci_alloc_p2pmem - get some of what the device offers
 * @pdev: the device
 * @size: how much
 */
void *pci_alloc_p2pmem(struct pci_dev *pdev, size_t size)
{
	struct percpu_ref *ref;
	void *p = NULL;

	rcu_read_lock();
	if (pdev->p2pdma)
		p = (void *)gen_pool_alloc_owner(pdev->p2pdma->pool, size,
						 (void **)&ref);
	if (p && !percpu_ref_tryget_live(ref)) {
		gen_pool_free_owner(pdev->p2pdma->pool, (unsigned long)p, size,
				    NULL);
		p = NULL;
	}
	rcu_read_unlock();
	return p;
}
EXPORT_SYMBOL_GPL(pci_alloc_p2pmem);

/**
 * pci_free_p2pmem - give it back
 * @pdev: the device
 * @addr: what pci_alloc_p2pmem() returned
 * @size: how much
 */
void pci_free_p2pmem(struct pci_dev *pdev, void *addr, size_t size)
{
	struct percpu_ref *ref;

	gen_pool_free_owner(pdev->p2pdma->pool, (unsigned long)addr, size,
			    (void **)&ref);
	percpu_ref_put(ref);
}
EXPORT_SYMBOL_GPL(pci_free_p2pmem);
