// SPDX-License-Identifier: GPL-2.0-only
/*
 * Struct pages for device memory: the reference implementation of the state
 * that the series hmm-devmem-cleanup leads to, for the interfaces that Linux
 * 5.2 has inside its memory management.
 *
 * A mapping lives as long as the device that it was made for, or until its
 * owner takes it down. What holds it in between is one percpu_ref: the core
 * has a reference for each page, and every user of get_dev_pagemap() one more.
 */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/io.h>
#include <linux/kasan.h>
#include <linux/memcontrol.h>
#include <linux/memory_hotplug.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/percpu-refcount.h>
#include <linux/pfn_t.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include <linux/types.h>
#include <linux/xarray.h>

#define HOTPLUG_UNIT	((resource_size_t)1 << PA_SECTION_SHIFT)

/* Which map a pfn belongs to. */
static DEFINE_XARRAY(pgmap_array);

/* The range as the memory is plugged: whole sections around @res. */
struct plug_range {
	resource_size_t start;
	resource_size_t size;
};

static struct plug_range plug_range(const struct resource *res)
{
	resource_size_t start = res->start & ~(HOTPLUG_UNIT - 1);

	return (struct plug_range) {
		.start = start,
		.size = ALIGN(res->end + 1, HOTPLUG_UNIT) - start,
	};
}

/* The first page that is the owner's, behind what the altmap sets aside. */
static unsigned long first_pfn(struct dev_pagemap *pgmap)
{
	return PHYS_PFN(pgmap->res.start) +
	       vmem_altmap_offset(pgmap_altmap(pgmap));
}

static unsigned long end_pfn(struct dev_pagemap *pgmap)
{
	return PHYS_PFN(pgmap->res.end + 1);
}

static int array_insert(struct dev_pagemap *pgmap)
{
	return xa_err(xa_store_range(&pgmap_array,
				     PHYS_PFN(pgmap->res.start),
				     PHYS_PFN(pgmap->res.end),
				     pgmap, GFP_KERNEL));
}

/* Nobody finds the map when this returns, nor is still looking at it. */
static void array_erase(struct dev_pagemap *pgmap)
{
	xa_store_range(&pgmap_array, PHYS_PFN(pgmap->res.start),
		       PHYS_PFN(pgmap->res.end), NULL, GFP_KERNEL);
	synchronize_rcu();
}

#ifdef CONFIG_DEV_PAGEMAP_OPS
/*
 * put_page() looks for managed pages only while this key is on. It is on while
 * there is a device with a map that has such pages.
 */
DEFINE_STATIC_KEY_FALSE(devmap_managed_key);
EXPORT_SYMBOL(devmap_managed_key);
static atomic_t devmap_managed_users;

static void devmap_managed_put(void *unused)
{
	if (atomic_dec_and_test(&devmap_managed_users))
		static_branch_disable(&devmap_managed_key);
}

static int devmap_managed_get(struct device *dev, struct dev_pagemap *pgmap)
{
	if (WARN(!pgmap->ops || !pgmap->ops->page_free,
		 "Missing page_free method\n"))
		return -EINVAL;

	if (atomic_inc_return(&devmap_managed_users) == 1)
		static_branch_enable(&devmap_managed_key);

	/* The pages go first, so this has to be registered before them. */
	return devm_add_action_or_reset(dev, devmap_managed_put, NULL);
}

/**
 * __put_devmap_managed_page() - drop a reference on a managed page
 * @page: a page of a map whose type has a page_free method
 *
 * For put_devmap_managed_page(), which has made sure of the type.
 */
void __put_devmap_managed_page(struct page *page)
{
	int count = page_ref_dec_return(page);

	if (!count) {
		__put_page(page);
		return;
	}
	if (count != 1)
		return;

	/* The last user but the owner is gone, so nobody interferes. */
	__ClearPageActive(page);
	__ClearPageWaiters(page);
	mem_cgroup_uncharge(page);

	/*
	 * A private page was an anonymous page in disguise. It must not look
	 * like one when it is handed out again.
	 */
	if (is_device_private_page(page))
		page->mapping = NULL;

	page->pgmap->ops->page_free(page);
}
EXPORT_SYMBOL(__put_devmap_managed_page);
#else /* !CONFIG_DEV_PAGEMAP_OPS */
static int devmap_managed_get(struct device *dev, struct dev_pagemap *pgmap)
{
	return -EINVAL;
}
#endif /* CONFIG_DEV_PAGEMAP_OPS */

/* The internal reference count has no user left. */
static void internal_ref_release(struct percpu_ref *ref)
{
	struct dev_pagemap *pgmap;

	pgmap = container_of(ref, struct dev_pagemap, internal_ref);
	complete(&pgmap->done);
}

/* The owner's count must come with its methods; without one, use our own. */
static int ref_setup(struct dev_pagemap *pgmap)
{
	const struct dev_pagemap_ops *ops = pgmap->ops;
	int err;

	if (pgmap->ref) {
		if (WARN(!ops || !ops->kill || !ops->cleanup,
			 "Missing reference count teardown definition\n"))
			return -EINVAL;
		return 0;
	}

	if (ops && (ops->kill || ops->cleanup))
		return -EINVAL;

	init_completion(&pgmap->done);
	err = percpu_ref_init(&pgmap->internal_ref, internal_ref_release, 0,
			      GFP_KERNEL);
	if (err)
		return err;

	pgmap->ref = &pgmap->internal_ref;
	return 0;
}

static void ref_kill(struct dev_pagemap *pgmap)
{
	if (pgmap->ref == &pgmap->internal_ref)
		percpu_ref_kill(pgmap->ref);
	else
		pgmap->ops->kill(pgmap);
}

/* Waits until the last reference is gone. */
static void ref_reap(struct dev_pagemap *pgmap)
{
	if (pgmap->ref == &pgmap->internal_ref) {
		wait_for_completion(&pgmap->done);
		percpu_ref_exit(pgmap->ref);
	} else {
		pgmap->ops->cleanup(pgmap);
	}
}

/*
 * The owner may use the map again, as it was before ref_setup(). Not until it
 * is out of the array: a lookup tries any ref that it finds, and finds a dead
 * one dead, but must not find none.
 */
static void ref_reset(struct dev_pagemap *pgmap)
{
	if (pgmap->ref == &pgmap->internal_ref)
		pgmap->ref = NULL;
}

/* Nothing is mapped yet: the owner keeps its own count as it was. */
static void ref_undo(struct dev_pagemap *pgmap)
{
	if (pgmap->ref != &pgmap->internal_ref)
		return;
	ref_kill(pgmap);
	ref_reap(pgmap);
	ref_reset(pgmap);
}

/* Can there be a map of this type? @managed: are its pages to be watched? */
static int type_check(struct dev_pagemap *pgmap, bool *managed)
{
	*managed = true;

	switch (pgmap->type) {
	case MEMORY_DEVICE_PRIVATE:
		if (WARN(!IS_ENABLED(CONFIG_DEVICE_PRIVATE),
			 "Device private memory not supported\n"))
			return -EINVAL;
		if (WARN(!pgmap->ops || !pgmap->ops->migrate_to_ram,
			 "Missing migrate_to_ram method\n"))
			return -EINVAL;
		break;
	case MEMORY_DEVICE_FS_DAX:
		if (WARN(!IS_ENABLED(CONFIG_ZONE_DEVICE) ||
			 IS_ENABLED(CONFIG_FS_DAX_LIMITED),
			 "File system DAX not supported\n"))
			return -EINVAL;
		break;
	case MEMORY_DEVICE_DEVDAX:
	case MEMORY_DEVICE_PCI_P2PDMA:
		*managed = false;
		break;
	default:
		WARN(1, "Invalid pgmap type %d\n", pgmap->type);
		break;
	}
	return 0;
}

/* A map that shares the section at either end is one too many. */
static int conflict_check(struct device *dev, resource_size_t addr)
{
	struct dev_pagemap *other = get_dev_pagemap(PHYS_PFN(addr), NULL);

	if (!other)
		return 0;
	dev_WARN(dev, "Conflicting mapping in same section\n");
	put_dev_pagemap(other);
	return -ENOMEM;
}

static int range_check(struct device *dev, struct dev_pagemap *pgmap,
		       const struct plug_range *range)
{
	int err, ram;

	err = conflict_check(dev, range->start);
	if (err)
		return err;
	err = conflict_check(dev, range->start + range->size - 1);
	if (err)
		return err;

	ram = region_intersects(range->start, range->size,
				IORESOURCE_SYSTEM_RAM, IORES_DESC_NONE);
	if (ram == REGION_DISJOINT)
		return 0;
	WARN_ONCE(1, "%pr is System RAM%s\n", &pgmap->res,
		  ram == REGION_MIXED ? " in parts" : "");
	return -ENXIO;
}

/*
 * Add the memory, under the hotplug lock. PRIVATE memory gets struct pages and
 * nothing else, since the processor has no use for a mapping of it. The others
 * are in the linear mapping and have to have a shadow first.
 */
static int plug(struct dev_pagemap *pgmap, int nid,
		const struct plug_range *range)
{
	struct mhp_restrictions only_memmap = {
		.altmap = pgmap_altmap(pgmap),
	};
	unsigned long pfn = PHYS_PFN(range->start);
	unsigned long nr = PHYS_PFN(range->size);
	int err;

	if (pgmap->type == MEMORY_DEVICE_PRIVATE) {
		err = add_pages(nid, pfn, nr, &only_memmap);
		if (err)
			return err;
	} else {
		err = kasan_add_zero_shadow(__va(range->start), range->size);
		if (err)
			return err;
		err = arch_add_memory(nid, range->start, range->size,
				      &only_memmap);
		if (err) {
			kasan_remove_zero_shadow(__va(range->start),
						 range->size);
			return err;
		}
	}

	move_pfn_range_to_zone(&NODE_DATA(nid)->node_zones[ZONE_DEVICE], pfn,
			       nr, pgmap_altmap(pgmap));
	return 0;
}

static void unplug(struct dev_pagemap *pgmap, const struct plug_range *range)
{
	unsigned long pfn = PHYS_PFN(range->start);
	struct page *page = pfn_to_page(pfn);

	if (pgmap->type == MEMORY_DEVICE_PRIVATE) {
		__remove_pages(page_zone(page), pfn, PHYS_PFN(range->size),
			       NULL);
		return;
	}
	arch_remove_memory(page_to_nid(page), range->start, range->size,
			   pgmap_altmap(pgmap));
	kasan_remove_zero_shadow(__va(range->start), range->size);
}

static void devm_memremap_pages_release(void *data)
{
	struct dev_pagemap *pgmap = data;
	struct plug_range range = plug_range(&pgmap->res);
	unsigned long pfn;

	/* No new users, then give up what is ours, then wait for the others. */
	ref_kill(pgmap);
	for (pfn = first_pfn(pgmap); pfn < end_pfn(pgmap); pfn++) {
		put_page(pfn_to_page(pfn));
		if (pfn % 1024 == 0)
			cond_resched();
	}
	ref_reap(pgmap);

	mem_hotplug_begin();
	unplug(pgmap, &range);
	mem_hotplug_done();

	untrack_pfn(NULL, PHYS_PFN(range.start), range.size);
	array_erase(pgmap);
	ref_reset(pgmap);
	dev_WARN_ONCE(pgmap->dev, pgmap->altmap.alloc,
		      "%s: the memmap still has pages of the range\n",
		      __func__);
}

/**
 * devm_memremap_pages() - map device memory and give it struct pages
 * @dev: the device that the mapping goes with
 * @pgmap: what to map
 *
 * @pgmap was cleared and has at least &dev_pagemap.res and &dev_pagemap.type
 * set. What else is needed depends on the type, see &struct dev_pagemap_ops.
 * The range should be one that could be System RAM; this is not checked.
 *
 * An own &dev_pagemap.ref is live on entry. It stays so if @pgmap is turned
 * down for what it contains. Every later failure kills and reaps it, and so
 * does the end of the mapping.
 *
 * Return: the kernel address of the range, which for MEMORY_DEVICE_PRIVATE
 * must not be used but for IS_ERR(), or an ERR_PTR(): -EINVAL if @pgmap is not
 * valid, -ENOMEM if another mapping is in the way, -ENXIO if there is System
 * RAM in the range, or what the part that failed has returned.
 */
void *devm_memremap_pages(struct device *dev, struct dev_pagemap *pgmap)
{
	struct plug_range range = plug_range(&pgmap->res);
	pgprot_t prot = PAGE_KERNEL;
	bool managed;
	int err, nid;

	err = type_check(pgmap, &managed);
	if (err)
		return ERR_PTR(err);

	err = ref_setup(pgmap);
	if (err)
		return ERR_PTR(err);

	if (managed) {
		err = devmap_managed_get(dev, pgmap);
		if (err) {
			ref_undo(pgmap);
			return ERR_PTR(err);
		}
	}

	err = range_check(dev, pgmap, &range);
	if (err)
		goto out_ref;

	pgmap->dev = dev;
	err = array_insert(pgmap);
	if (err)
		goto out_ref;

	nid = dev_to_node(dev);
	if (nid < 0)
		nid = numa_mem_id();

	err = track_pfn_remap(NULL, &prot, PHYS_PFN(range.start), 0,
			      range.size);
	if (err)
		goto out_erase;

	mem_hotplug_begin();
	err = plug(pgmap, nid, &range);
	mem_hotplug_done();
	if (err)
		goto out_untrack;

	/* There may be millions of pages, which is too long for the lock. */
	memmap_init_zone_device(&NODE_DATA(nid)->node_zones[ZONE_DEVICE],
				PHYS_PFN(range.start), PHYS_PFN(range.size),
				pgmap);
	percpu_ref_get_many(pgmap->ref, end_pfn(pgmap) - first_pfn(pgmap));

	err = devm_add_action_or_reset(dev, devm_memremap_pages_release,
				       pgmap);
	if (err)
		return ERR_PTR(err);
	return __va(pgmap->res.start);

out_untrack:
	untrack_pfn(NULL, PHYS_PFN(range.start), range.size);
out_erase:
	array_erase(pgmap);
out_ref:
	ref_kill(pgmap);
	ref_reap(pgmap);
	ref_reset(pgmap);
	return ERR_PTR(err);
}
EXPORT_SYMBOL_GPL(devm_memremap_pages);

/**
 * devm_memunmap_pages() - end a mapping before its device goes
 * @dev: what the mapping was made with
 * @pgmap: the map
 *
 * Sleeps until nobody has a reference any more.
 */
void devm_memunmap_pages(struct device *dev, struct dev_pagemap *pgmap)
{
	devm_release_action(dev, devm_memremap_pages_release, pgmap);
}
EXPORT_SYMBOL_GPL(devm_memunmap_pages);

/**
 * vmem_altmap_offset() - how many pages at the start are not the owner's
 * @altmap: the altmap, or NULL
 */
unsigned long vmem_altmap_offset(struct vmem_altmap *altmap)
{
	return altmap ? altmap->reserve + altmap->free : 0;
}

/**
 * vmem_altmap_free() - a part of the memmap is given back
 * @altmap: where it came from
 * @nr_pfns: its size in pages
 */
void vmem_altmap_free(struct vmem_altmap *altmap, unsigned long nr_pfns)
{
	altmap->alloc -= nr_pfns;
}

/**
 * get_dev_pagemap() - find the map that a pfn belongs to, and keep it
 * @pfn: the pfn
 * @pgmap: a map that the caller has a reference on, or NULL
 *
 * For a walk over pfns, most of which have the same map: @pgmap is returned if
 * @pfn is in it, and is put if not.
 *
 * Return: the map with a reference for the caller, or NULL if there is none or
 * it is on its way out.
 */
struct dev_pagemap *get_dev_pagemap(unsigned long pfn,
				    struct dev_pagemap *pgmap)
{
	if (pgmap) {
		if (pfn >= PHYS_PFN(pgmap->res.start) &&
		    pfn <= PHYS_PFN(pgmap->res.end))
			return pgmap;
		put_dev_pagemap(pgmap);
	}

	rcu_read_lock();
	pgmap = xa_load(&pgmap_array, pfn);
	if (pgmap && !percpu_ref_tryget_live(pgmap->ref))
		pgmap = NULL;
	rcu_read_unlock();

	return pgmap;
}
EXPORT_SYMBOL_GPL(get_dev_pagemap);
