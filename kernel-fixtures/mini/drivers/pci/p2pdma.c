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

struct pci_p2pdma {
	struct gen_pool *pool;
	bool p2pmem_published;
};

struct p2pdma_pagemap {
	struct dev_pagemap pgmap;
	struct percpu_ref ref;
	struct completion ref_done;
};

static struct p2pdma_pagemap *to_p2p_pgmap(struct percpu_ref *ref)
{
	return container_of(ref, struct p2pdma_pagemap, ref);
}

static void pci_p2pdma_percpu_release(struct percpu_ref *ref)
{
	struct p2pdma_pagemap *map = to_p2p_pgmap(ref);

	complete(&map->ref_done);
}

static void pci_p2pdma_percpu_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void pci_p2pdma_percpu_cleanup(struct percpu_ref *ref)
{
	struct p2pdma_pagemap *map = to_p2p_pgmap(ref);

	wait_for_completion(&map->ref_done);
	percpu_ref_exit(&map->ref);
}

static void pci_p2pdma_release(void *data)
{
	struct pci_dev *pdev = data;
	struct pci_p2pdma *p2p = pdev->p2pdma;

	if (!p2p)
		return;
	/* from now on pci_alloc_p2pmem() finds nothing */
	pdev->p2pdma = NULL;
	synchronize_rcu();
	gen_pool_destroy(p2p->pool);
}

static int pci_p2pdma_setup(struct pci_dev *pdev)
{
	struct pci_p2pdma *p2p;
	int err;

	p2p = devm_kzalloc(&pdev->dev, sizeof(*p2p), GFP_KERNEL);
	if (!p2p)
		return -ENOMEM;
	p2p->pool = gen_pool_create(PAGE_SHIFT, dev_to_node(&pdev->dev));
	if (!p2p->pool)
		return -ENOMEM;
	pdev->p2pdma = p2p;

	err = devm_add_action_or_reset(&pdev->dev, pci_p2pdma_release, pdev);
	return err;
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
	struct p2pdma_pagemap *map;
	struct dev_pagemap *pgmap;
	void *virt;
	int err;

	if (!(pci_resource_flags(pdev, bar) & IORESOURCE_MEM) ||
	    offset >= pci_resource_len(pdev, bar))
		return -EINVAL;
	if (!size)
		size = pci_resource_len(pdev, bar) - offset;
	if (size + offset > pci_resource_len(pdev, bar))
		return -EINVAL;

	if (!pdev->p2pdma) {
		err = pci_p2pdma_setup(pdev);
		if (err)
			return err;
	}

	map = devm_kzalloc(&pdev->dev, sizeof(*map), GFP_KERNEL);
	if (!map)
		return -ENOMEM;

	init_completion(&map->ref_done);
	err = percpu_ref_init(&map->ref,
			pci_p2pdma_percpu_release, 0, GFP_KERNEL);
	if (err)
		goto free_map;

	pgmap = &map->pgmap;

	pgmap->type = MEMORY_DEVICE_PCI_P2PDMA;
	pgmap->res.start = pci_resource_start(pdev, bar) + offset;
	pgmap->res.end = pgmap->res.start + size - 1;
	pgmap->res.flags = pci_resource_flags(pdev, bar);
	pgmap->ref = &map->ref;
	pgmap->kill = pci_p2pdma_percpu_kill;
	pgmap->cleanup = pci_p2pdma_percpu_cleanup;
	pgmap->pci_p2pdma_bus_offset = pci_bus_address(pdev, bar) -
		pci_resource_start(pdev, bar);

	virt = devm_memremap_pages(&pdev->dev, pgmap);
	if (IS_ERR(virt)) {
		err = PTR_ERR(virt);
		goto free_map;
	}

	err = gen_pool_add_owner(pdev->p2pdma->pool, (unsigned long)virt,
			pci_bus_address(pdev, bar) + offset,
			resource_size(&pgmap->res), dev_to_node(&pdev->dev),
			&map->ref);
	if (err)
		goto unmap;
	return 0;

unmap:
	devm_memunmap_pages(&pdev->dev, pgmap);
free_map:
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
