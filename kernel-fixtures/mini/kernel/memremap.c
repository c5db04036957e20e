// SPDX-License-Identifier: GPL-2.0-only
/*
 * Struct pages for the memory of devices, until the device is unbound.
 */
#include <linux/device.h>
#include <linux/hmm.h>
#include <linux/io.h>
#include <linux/kasan.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/pfn_t.h>
#include <linux/swap.h>
#include <linux/swapops.h>
#include <linux/types.h>
#include <linux/wait.h>
#include <linux/xarray.h>

#define SECTION_SIZE (1UL << PA_SECTION_SHIFT)
#define SECTION_MASK (~(SECTION_SIZE - 1))

/* By pfn: the mapping that it belongs to. */
static DEFINE_XARRAY(pgmap_array);

static void pgmap_array_delete(struct resource *res)
{
	unsigned long last = PHYS_PFN(res->end);

	xa_store_range(&pgmap_array, PHYS_PFN(res->start), last, NULL,
		       GFP_KERNEL);
	synchronize_rcu();
}

static unsigned long pfn_end(struct dev_pagemap *pgmap)
{
	return PHYS_PFN(pgmap->res.end + 1);
}

static unsigned long pfn_first(struct dev_pagemap *pgmap)
{
	struct vmem_altmap *inside = &pgmap->altmap;
	unsigned long first = PHYS_PFN(pgmap->res.start);

	if (pgmap->altmap_valid)
		first += vmem_altmap_offset(inside);
	return first;
}

/* The range, grown to whole sections. */
static resource_size_t section_base(const struct resource *res)
{
	return res->start & SECTION_MASK;
}

static resource_size_t section_bytes(const struct resource *res)
{
	return ALIGN(res->end + 1, SECTION_SIZE) - section_base(res);
}

/* Drop the reference that the core has on each page. */
static void put_all_pages(struct dev_pagemap *pgmap)
{
	unsigned long nr = pfn_first(pgmap);

	while (nr < pfn_end(pgmap)) {
		put_page(pfn_to_page(nr));
		/* breathe now and then, there may be millions */
		if ((++nr & 0x3ff) == 0)
			cond_resched();
	}
}

static void devm_memremap_pages_release(void *data)
{
	struct dev_pagemap *pgmap = data;
	resource_size_t base = section_base(&pgmap->res);
	resource_size_t bytes = section_bytes(&pgmap->res);
	struct page *head = pfn_to_page(PHYS_PFN(base));

	pgmap->kill(pgmap->ref);
	put_all_pages(pgmap);
	pgmap->cleanup(pgmap->ref);

	/* no page is in use any more: take the memory away */
	mem_hotplug_begin();
	if (pgmap->type != MEMORY_DEVICE_PRIVATE) {
		arch_remove_memory(page_to_nid(head), base, bytes,
				   pgmap->altmap_valid ? &pgmap->altmap : NULL);
		kasan_remove_zero_shadow(__va(base), bytes);
	} else {
		__remove_pages(page_zone(head), PHYS_PFN(base),
			       PHYS_PFN(bytes), NULL);
	}
	mem_hotplug_done();

	untrack_pfn(NULL, PHYS_PFN(base), bytes);
	pgmap_array_delete(&pgmap->res);
	dev_WARN_ONCE(pgmap->dev, pgmap->altmap.alloc,
		      "%s: reserved pages are still in use\n", __func__);
}

/* Does another mapping have this address? */
static bool section_taken(struct device *dev, resource_size_t where)
{
	struct dev_pagemap *other = get_dev_pagemap(PHYS_PFN(where), NULL);

	if (!other)
		return false;
	put_dev_pagemap(other);
	dev_WARN(dev, "Conflicting mapping in same section (%llx)\n", where);
	return true;
}

/* 0 if the range is free for a new mapping. */
static int section_check(struct device *dev, struct resource *res)
{
	resource_size_t base = section_base(res), bytes = section_bytes(res);
	int ram;

	if (section_taken(dev, base) || section_taken(dev, base + bytes - 1))
		return -ENOMEM;
	ram = region_intersects(base, bytes, IORESOURCE_SYSTEM_RAM,
				IORES_DESC_NONE);
	if (ram == REGION_DISJOINT)
		return 0;
	WARN_ONCE(1, "%s: %s RAM in [%llx, %llx]\n", __func__,
		  ram == REGION_MIXED ? "some" : "all", res->start, res->end);
	return -ENXIO;
}

/**
 * devm_memremap_pages - map a range of device memory, with struct pages
 * @dev: the device that hosts it
 * @pgmap: what to map, and how
 *
 * What the caller fills in: type, res and ref, with kill and cleanup, in any
 * case; altmap only if the memmap shall be in the range itself, and then
 * altmap_valid is set as well. That res is memory and not a set of registers
 * is taken on trust.
 *
 * The counter is one that can still be had. It is killed and reaped when the
 * device is unbound, or before this function returns an error.
 */
void *devm_memremap_pages(struct device *dev, struct dev_pagemap *pgmap)
{
	struct vmem_altmap *altmap = pgmap->altmap_valid ?
			&pgmap->altmap : NULL;
	struct mhp_restrictions limits = {
		/* a memmap of our own, and nothing more */
		.altmap = altmap,
	};
	resource_size_t base = section_base(&pgmap->res);
	resource_size_t bytes = section_bytes(&pgmap->res);
	pgprot_t prot = PAGE_KERNEL;
	struct zone *zone;
	int err, node;

	if (!pgmap->ref || !pgmap->kill || !pgmap->cleanup) {
		WARN(1, "Missing reference count teardown definition\n");
		return ERR_PTR(-EINVAL);
	}

	pgmap->dev = dev;
	err = section_check(dev, &pgmap->res);
	if (err)
		goto err_ref;

	err = xa_err(xa_store_range(&pgmap_array, PHYS_PFN(pgmap->res.start),
				    PHYS_PFN(pgmap->res.end), pgmap,
				    GFP_KERNEL));
	if (err)
		goto err_ref;

	err = track_pfn_remap(NULL, &prot, PHYS_PFN(base), 0, bytes);
	if (err)
		goto err_array;

	node = dev_to_node(dev) < 0 ? numa_mem_id() : dev_to_node(dev);
	zone = NODE_DATA(node)->node_zones + ZONE_DEVICE;

	/*
	 * Memory that the processor cannot reach wants struct pages and nothing
	 * else; all other kinds are mapped as well.
	 */
	mem_hotplug_begin();
	if (pgmap->type == MEMORY_DEVICE_PRIVATE) {
		err = add_pages(node, PHYS_PFN(base), PHYS_PFN(bytes), &limits);
	} else {
		err = kasan_add_zero_shadow(__va(base), bytes);
		if (err) {
			mem_hotplug_done();
			goto err_kasan;
		}
		err = arch_add_memory(node, base, bytes, &limits);
	}
	if (!err)
		move_pfn_range_to_zone(zone, PHYS_PFN(base), PHYS_PFN(bytes),
				       altmap);
	mem_hotplug_done();
	if (err)
		goto err_add;

	/* This takes long, so it is done outside the lock. */
	memmap_init_zone_device(zone, PHYS_PFN(base), PHYS_PFN(bytes), pgmap);
	percpu_ref_get_many(pgmap->ref, pfn_end(pgmap) - pfn_first(pgmap));

	err = devm_add_action_or_reset(dev, devm_memremap_pages_release, pgmap);
	return err ? ERR_PTR(err) : __va(pgmap->res.start);

err_add:
	kasan_remove_zero_shadow(__va(base), bytes);
err_kasan:
	untrack_pfn(NULL, PHYS_PFN(base), bytes);
err_array:
	pgmap_array_delete(&pgmap->res);
err_ref:
	pgmap->kill(pgmap->ref);
	pgmap->cleanup(pgmap->ref);
	return ERR_PTR(err);
}
EXPORT_SYMBOL_GPL(devm_memremap_pages);

/* Before the device is unbound. */
void devm_memunmap_pages(struct device *dev, struct dev_pagemap *pgmap)
{
	devm_release_action(dev, devm_memremap_pages_release, pgmap);
}
EXPORT_SYMBOL_GPL(devm_memunmap_pages);

void vmem_altmap_free(struct vmem_altmap *altmap, unsigned long nr_pfns)
{
	altmap->alloc = altmap->alloc - nr_pfns;
}

unsigned long vmem_altmap_offset(struct vmem_altmap *altmap)
{
	/* so many pfns at the start have no struct page of use */
	return altmap->free + altmap->reserve;
}

/**
 * get_dev_pagemap() - find the mapping of a pfn, and pin it
 * @pfn: the pfn
 * @pgmap: a mapping that the caller has pinned already, or NULL
 *
 * If @pgmap is the one it is returned without more ado; if it is another, it
 * is put.
 */
struct dev_pagemap *get_dev_pagemap(unsigned long pfn,
				    struct dev_pagemap *pgmap)
{
	struct dev_pagemap *found;

	if (pgmap && PHYS_PFN(pgmap->res.start) <= pfn && pfn < pfn_end(pgmap))
		return pgmap;
	put_dev_pagemap(pgmap);

	/* one that is dying counts as not there */
	rcu_read_lock();
	found = xa_load(&pgmap_array, pfn);
	if (!found || !percpu_ref_tryget_live(found->ref))
		found = NULL;
	rcu_read_unlock();
	return found;
}
EXPORT_SYMBOL_GPL(get_dev_pagemap);

#if IS_ENABLED(CONFIG_DEVICE_PRIVATE)
/*
 * The owner has to move the page to where the processor can reach it. If it
 * cannot (the device is gone, say), it answers VM_FAULT_SIGBUS. What else it
 * may and may not do is said in the header of HMM.
 */
vm_fault_t device_private_entry_fault(struct vm_area_struct *vma,
				      unsigned long addr, swp_entry_t entry,
				      unsigned int flags, pmd_t *pmdp)
{
	struct page *target = device_private_entry_to_page(entry);
	struct hmm_devmem *owner = container_of(target->pgmap,
						struct hmm_devmem, pagemap);

	return owner->page_fault(vma, addr, target, flags, pmdp);
}
#endif /* CONFIG_DEVICE_PRIVATE */

#ifdef CONFIG_DEV_PAGEMAP_OPS
/* One for each user; see below. */
static atomic_t devmap_enable;
DEFINE_STATIC_KEY_FALSE(devmap_managed_key);
EXPORT_SYMBOL(devmap_managed_key);

void __put_devmap_managed_page(struct page *page)
{
	switch (page_ref_dec_return(page)) {
	case 0:
		__put_page(page);
		break;
	case 1:
		/* idle, and nobody but us can see it: forget its past */
		mem_cgroup_uncharge(page);
		__ClearPageWaiters(page);
		__ClearPageActive(page);
		page->pgmap->page_free(page, page->pgmap->data);
		break;
	}
}
EXPORT_SYMBOL(__put_devmap_managed_page);

/*
 * put_page() looks for pages of devices only while somebody has such pages
 * and wants ->page_free() to be called.
 */
void dev_pagemap_put_ops(void)
{
	int users = atomic_dec_return(&devmap_enable);

	if (!users)
		static_branch_disable(&devmap_managed_key);
}
EXPORT_SYMBOL_GPL(dev_pagemap_put_ops);

void dev_pagemap_get_ops(void)
{
	int users = atomic_inc_return(&devmap_enable);

	if (users == 1)
		static_branch_enable(&devmap_managed_key);
}
EXPORT_SYMBOL_GPL(dev_pagemap_get_ops);
#endif /* CONFIG_DEV_PAGEMAP_OPS */
