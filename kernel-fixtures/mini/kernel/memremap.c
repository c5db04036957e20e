// SPDX-License-Identifier: GPL-2.0-only
/*
 * Struct pages for the memory of devices, for as long as the device is bound.
 */
#include <linux/device.h>
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
#include <linux/hmm.h>

static DEFINE_XARRAY(pgmap_array);
#define SECTION_MASK ~((1UL << PA_SECTION_SHIFT) - 1)
#define SECTION_SIZE (1UL << PA_SECTION_SHIFT)

#if IS_ENABLED(CONFIG_DEVICE_PRIVATE)
vm_fault_t device_private_entry_fault(struct vm_area_struct *vma,
		       unsigned long addr,
		       swp_entry_t entry,
		       unsigned int flags,
		       pmd_t *pmdp)
{
	struct page *target = device_private_entry_to_page(entry);
	struct hmm_devmem *owner;

	owner = container_of(target->pgmap, typeof(*owner), pagemap);

	/*
	 * The owner has to move the page to where the processor can reach it.
	 * If it cannot (the device is gone, say), it answers VM_FAULT_SIGBUS.
	 * include/linux/hmm.h says what page_fault() may and may not do.
	 */
	return owner->page_fault(vma, addr, target, flags, pmdp);
}
#endif /* CONFIG_DEVICE_PRIVATE */

static void pgmap_array_delete(struct resource *res)
{
	xa_store_range(&pgmap_array, PHYS_PFN(res->start), PHYS_PFN(res->end),
			NULL, GFP_KERNEL);
	synchronize_rcu();
}

static unsigned long pfn_first(struct dev_pagemap *pgmap)
{
	unsigned long first = PHYS_PFN(pgmap->res.start);
	struct vmem_altmap *altmap = &pgmap->altmap;

	if (pgmap->altmap_valid)
		first += vmem_altmap_offset(altmap);
	return first;
}

static unsigned long pfn_end(struct dev_pagemap *pgmap)
{
	return PHYS_PFN(pgmap->res.start + resource_size(&pgmap->res));
}

static unsigned long pfn_next(unsigned long pfn)
{
	/* breathe now and then, a mapping may have millions of pages */
	if (!(pfn & 0x3ff))
		cond_resched();
	return pfn + 1;
}

#define for_each_device_pfn(pfn, map) \
	for (pfn = pfn_first(map); pfn < pfn_end(map); pfn = pfn_next(pfn))

/* The range, grown to whole sections. */
static resource_size_t section_base(const struct resource *res)
{
	return res->start & SECTION_MASK;
}

static resource_size_t section_bytes(const struct resource *res)
{
	return ALIGN(res->end + 1, SECTION_SIZE) - section_base(res);
}

static void devm_memremap_pages_release(void *data)
{
	struct dev_pagemap *pgmap = data;
	resource_size_t base = section_base(&pgmap->res);
	resource_size_t bytes = section_bytes(&pgmap->res);
	struct page *head = pfn_to_page(PHYS_PFN(base));
	unsigned long pfn;

	pgmap->kill(pgmap->ref);
	for_each_device_pfn(pfn, pgmap)
		put_page(pfn_to_page(pfn));
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
	dev_WARN(dev, "Conflicting mapping in same section (%llx)\n", where);
	put_dev_pagemap(other);
	return true;
}

/**
 * devm_memremap_pages - map a range of device memory, with struct pages
 * @dev: the device that hosts it
 * @pgmap: what to map, and how
 *
 * 1/ The caller fills in res, ref and type of @pgmap at least.
 *
 * 2/ altmap is optional; a caller who fills it in sets altmap_valid to true.
 *
 * 3/ pgmap->ref must be live; it is killed and reaped when the mapping goes
 *    (devm_memremap_pages_release()), and also if this function fails.
 *
 * 4/ res should be memory, not registers. Nobody checks that.
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
	int err, node, ram;

	if (!pgmap->ref || !pgmap->kill || !pgmap->cleanup) {
		WARN(1, "Missing reference count teardown definition\n");
		return ERR_PTR(-EINVAL);
	}

	err = -ENOMEM;
	if (section_taken(dev, base) || section_taken(dev, base + bytes - 1))
		goto err_ref;

	ram = region_intersects(base, bytes, IORESOURCE_SYSTEM_RAM,
				IORES_DESC_NONE);
	if (ram != REGION_DISJOINT) {
		WARN_ONCE(1, "%s: %s RAM in [%llx, %llx]\n", __func__,
			  ram == REGION_MIXED ? "some" : "all",
			  pgmap->res.start, pgmap->res.end);
		err = -ENXIO;
		goto err_ref;
	}

	pgmap->dev = dev;

	err = xa_err(xa_store_range(&pgmap_array, PHYS_PFN(pgmap->res.start),
				    PHYS_PFN(pgmap->res.end), pgmap,
				    GFP_KERNEL));
	if (err)
		goto err_ref;

	node = dev_to_node(dev);
	if (node < 0)
		node = numa_mem_id();
	zone = &NODE_DATA(node)->node_zones[ZONE_DEVICE];

	err = track_pfn_remap(NULL, &prot, PHYS_PFN(base), 0, bytes);
	if (err)
		goto err_array;

	mem_hotplug_begin();

	/*
	 * Memory that the processor cannot reach wants struct pages and nothing
	 * else; all other kinds are mapped as well.
	 */
	if (pgmap->type == MEMORY_DEVICE_PRIVATE) {
		err = add_pages(node, PHYS_PFN(base), PHYS_PFN(bytes), &limits);
	} else {
		err = kasan_add_zero_shadow(__va(base), bytes);
		if (err) {
			mem_hotplug_done();
			goto err_track;
		}
		err = arch_add_memory(node, base, bytes, &limits);
	}
	if (!err)
		move_pfn_range_to_zone(zone, PHYS_PFN(base), PHYS_PFN(bytes),
				       altmap);

	mem_hotplug_done();
	if (err)
		goto err_kasan;

	/* This takes long, so it is done outside the lock. */
	memmap_init_zone_device(zone, PHYS_PFN(base), PHYS_PFN(bytes), pgmap);
	percpu_ref_get_many(pgmap->ref, pfn_end(pgmap) - pfn_first(pgmap));

	err = devm_add_action_or_reset(dev, devm_memremap_pages_release, pgmap);
	return err ? ERR_PTR(err) : __va(pgmap->res.start);

 err_kasan:
	kasan_remove_zero_shadow(__va(base), bytes);
 err_track:
	untrack_pfn(NULL, PHYS_PFN(base), bytes);
 err_array:
	pgmap_array_delete(&pgmap->res);
 err_ref:
	pgmap->kill(pgmap->ref);
	pgmap->cleanup(pgmap->ref);
	return ERR_PTR(err);
}
EXPORT_SYMBOL_GPL(devm_memremap_pages);

void devm_memunmap_pages(struct device *dev, struct dev_pagemap *pgmap)
{
	devm_release_action(dev, devm_memremap_pages_release, pgmap);
}
EXPORT_SYMBOL_GPL(devm_memunmap_pages);

unsigned long vmem_altmap_offset(struct vmem_altmap *altmap)
{
	/* the first so many pfns have no struct page of use */
	return altmap->reserve + altmap->free;
}

void vmem_altmap_free(struct vmem_altmap *altmap, unsigned long nr_pfns)
{
	altmap->alloc -= nr_pfns;
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
	resource_size_t where = PFN_PHYS(pfn);

	if (pgmap && where >= pgmap->res.start && where <= pgmap->res.end)
		return pgmap;
	put_dev_pagemap(pgmap);

	/* look it up; who is dying counts as not there */
	rcu_read_lock();
	pgmap = xa_load(&pgmap_array, pfn);
	if (pgmap && !percpu_ref_tryget_live(pgmap->ref))
		pgmap = NULL;
	rcu_read_unlock();
	return pgmap;
}
EXPORT_SYMBOL_GPL(get_dev_pagemap);

#ifdef CONFIG_DEV_PAGEMAP_OPS
DEFINE_STATIC_KEY_FALSE(devmap_managed_key);
EXPORT_SYMBOL(devmap_managed_key);
static atomic_t devmap_enable;

/*
 * put_page() looks for pages of devices only while somebody has such pages
 * and wants ->page_free() to be called.
 */
void dev_pagemap_get_ops(void)
{
	int users = atomic_inc_return(&devmap_enable);

	if (users == 1)
		static_branch_enable(&devmap_managed_key);
}
EXPORT_SYMBOL_GPL(dev_pagemap_get_ops);

void dev_pagemap_put_ops(void)
{
	int users = atomic_dec_return(&devmap_enable);

	if (!users)
		static_branch_disable(&devmap_managed_key);
}
EXPORT_SYMBOL_GPL(dev_pagemap_put_ops);

void __put_devmap_managed_page(struct page *page)
{
	int left = page_ref_dec_return(page);

	/* At 1 the page is idle, and nobody but us can see it. */
	if (left == 1) {
		/* somebody may have marked it while it was in use */
		__ClearPageActive(page);
		__ClearPageWaiters(page);

		mem_cgroup_uncharge(page);

		page->pgmap->page_free(page, page->pgmap->data);
	} else if (!left)
		__put_page(page);
}
EXPORT_SYMBOL(__put_devmap_managed_page);
#endif /* CONFIG_DEV_PAGEMAP_OPS */
