// SPDX-License-Identifier: GPL-2.0-only
/*
 * Heterogeneous memory management: see include/linux/hmm.h.
 */
#include <linux/dma-mapping.h>
#include <linux/export.h>
#include <linux/hmm.h>
#include <linux/init.h>
#include <linux/jump_label.h>
#include <linux/memory_hotplug.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/mmu_notifier.h>
#include <linux/mmzone.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/slab.h>
#include <linux/swap.h>
#include <linux/swapops.h>

#define PA_SECTION_SIZE (1UL << PA_SECTION_SHIFT)

#if IS_ENABLED(CONFIG_HMM_MIRROR)
static inline struct hmm *mm_get_hmm(struct mm_struct *mm)
{
	struct hmm *known = READ_ONCE(mm->hmm);

	return known && kref_get_unless_zero(&known->kref) ? known : NULL;
}

static void hmm_last_user(struct kref *kref)
{
	struct hmm *gone = container_of(kref, struct hmm, kref);

	mmu_notifier_unregister_no_release(&gone->mmu_notifier, gone->mm);
	kfree(gone);
}

/* Whoever waits for a range looks at ->dead as well. */
static void hmm_mark_dead(struct hmm *hmm)
{
	hmm->dead = true;
	wake_up_all(&hmm->wq);
}

static void hmm_mm_gone(struct mmu_notifier *mn, struct mm_struct *mm)
{
	struct hmm *hmm = container_of(mn, struct hmm, mmu_notifier);
	struct hmm_mirror *each, *tmp;

	hmm_mark_dead(hmm);
	down_write(&hmm->mirrors_sem);
	list_for_each_entry_safe(each, tmp, &hmm->mirrors, list) {
		if (each->ops->release)
			each->ops->release(each);
		list_del_init(&each->list);
	}
	up_write(&hmm->mirrors_sem);
}

static int hmm_change_begins(struct mmu_notifier *mn,
			     const struct mmu_notifier_range *change)
{
	struct hmm *hmm = container_of(mn, struct hmm, mmu_notifier);
	struct hmm_update news;
	struct hmm_range *r;
	struct hmm_mirror *m;
	int err = 0;

	news.event = HMM_UPDATE_INVALIDATE;
	news.blockable = mmu_notifier_range_blockable(change);
	news.end = change->end;
	news.start = change->start;

	mutex_lock(&hmm->lock);
	list_for_each_entry(r, &hmm->ranges, list)
		r->valid &= r->end <= news.start || r->start >= news.end;
	hmm->notifiers++;
	mutex_unlock(&hmm->lock);

	down_read(&hmm->mirrors_sem);
	list_for_each_entry(m, &hmm->mirrors, list)
		if (err != -EAGAIN)
			err = m->ops->sync_cpu_device_pagetables(m, &news);
	up_read(&hmm->mirrors_sem);
	return err;
}

static void hmm_change_ends(struct mmu_notifier *mn,
			    const struct mmu_notifier_range *change)
{
	struct hmm *hmm = container_of(mn, struct hmm, mmu_notifier);
	struct hmm_range *r;

	mutex_lock(&hmm->lock);
	hmm->notifiers--;
	list_for_each_entry(r, &hmm->ranges, list)
		r->valid |= !hmm->notifiers;
	mutex_unlock(&hmm->lock);
	wake_up_all(&hmm->wq);
}

static const struct mmu_notifier_ops hmm_mmu_notifier_ops = {
	.invalidate_range_end	= hmm_change_ends,
	.invalidate_range_start	= hmm_change_begins,
	.release		= hmm_mm_gone,
};

/* The struct hmm of an mm, with one more reference; NULL without memory. */
static struct hmm *hmm_of_mm(struct mm_struct *mm)
{
	struct hmm *hmm = mm_get_hmm(mm);

	if (!hmm)
		hmm = kzalloc(sizeof(*hmm), GFP_KERNEL);
	if (!hmm || hmm->mm)
		return hmm;

	kref_init(&hmm->kref);
	mutex_init(&hmm->lock);
	INIT_LIST_HEAD(&hmm->ranges);
	init_rwsem(&hmm->mirrors_sem);
	INIT_LIST_HEAD(&hmm->mirrors);
	hmm->mmu_notifier.ops = &hmm_mmu_notifier_ops;
	init_waitqueue_head(&hmm->wq);

	if (__mmu_notifier_register(&hmm->mmu_notifier, mm)) {
		kfree(hmm);
		return NULL;
	}
	hmm->mm = mm;
	WRITE_ONCE(mm->hmm, hmm);
	return hmm;
}

void hmm_mm_destroy(struct mm_struct *mm)
{
	struct hmm *last = mm_get_hmm(mm);

	WRITE_ONCE(mm->hmm, NULL);
	if (!last)
		return;
	hmm_mark_dead(last);
	kref_put(&last->kref, hmm_last_user);
}

/* Begin to follow @mm, whose mmap_sem is held for writing. */
int hmm_mirror_register(struct hmm_mirror *mirror, struct mm_struct *mm)
{
	struct hmm *hmm = NULL;

	if (mirror && mirror->ops && mm)
		hmm = hmm_of_mm(mm);
	else
		return -EINVAL;
	if (!hmm)
		return -ENOMEM;

	mirror->hmm = hmm;
	down_write(&hmm->mirrors_sem);
	list_add_tail(&mirror->list, &hmm->mirrors);
	up_write(&hmm->mirrors_sem);
	return 0;
}
EXPORT_SYMBOL(hmm_mirror_register);

void hmm_mirror_unregister(struct hmm_mirror *mirror)
{
	struct hmm *followed = mirror->hmm;

	mirror->hmm = NULL;
	if (followed) {
		down_write(&followed->mirrors_sem);
		list_del_init(&mirror->list);
		up_write(&followed->mirrors_sem);
		kref_put(&followed->kref, hmm_last_user);
	}
}
EXPORT_SYMBOL(hmm_mirror_unregister);

/* Reading out: how far we are, and what to do about what is not there. */
struct hmm_reader {
	unsigned long		at;
	struct dev_pagemap	*pgmap;
	struct hmm_range	*range;
	bool			block, fault;
};

/* -EBUSY: something was brought in, look again. */
static int hmm_bring_in(struct hmm_reader *reader, unsigned long addr,
			uint64_t *entry, bool write)
{
	unsigned int how = FAULT_FLAG_REMOTE;
	vm_fault_t result;

	if (write)
		how |= FAULT_FLAG_WRITE;
	if (!reader->block)
		how |= FAULT_FLAG_ALLOW_RETRY;
	result = handle_mm_fault(reader->range->vma, addr, how);
	if (!(result & (VM_FAULT_RETRY | VM_FAULT_ERROR)))
		return -EBUSY;
	if (result & VM_FAULT_RETRY)
		return -EAGAIN;
	*entry = reader->range->values[HMM_PFN_ERROR];
	return -EFAULT;
}

static int hmm_read_pte(struct hmm_reader *reader, unsigned long addr,
			pte_t pte, uint64_t *entry)
{
	struct hmm_range *range = reader->range;
	bool write = *entry & range->flags[HMM_PFN_WRITE];
	unsigned long pfn = pte_pfn(pte);
	uint64_t bits = 0;

	*entry = range->values[HMM_PFN_NONE];
	if (!pte_present(pte)) {
		swp_entry_t swp = pte_to_swp_entry(pte);

		if (!pte_none(pte) && is_device_private_entry(swp)) {
			pfn = device_private_entry_to_pfn(swp);
			bits = range->flags[HMM_PFN_DEVICE_PRIVATE];
			goto found;
		}
		return reader->fault ?
			hmm_bring_in(reader, addr, entry, write) : 0;
	}

	if (pte_write(pte))
		bits = range->flags[HMM_PFN_WRITE];
	if (pte_devmap(pte)) {
		reader->pgmap = get_dev_pagemap(pfn, reader->pgmap);
		if (!reader->pgmap)
			return -EBUSY;
	} else if (pte_special(pte)) {
		*entry = range->values[HMM_PFN_SPECIAL];
		return -EFAULT;
	}
found:
	*entry = bits | hmm_device_entry_from_pfn(range, pfn);
	return 0;
}

static int hmm_read_table(pmd_t *pmd, unsigned long addr, unsigned long end,
			  struct mm_walk *walk)
{
	struct hmm_reader *reader = walk->private;
	uint64_t *entry = reader->range->pfns +
		((addr - reader->range->start) >> PAGE_SHIFT);
	int err = 0;

	while (addr < end && !err) {
		pte_t *pte = pte_offset_map(pmd, addr);

		err = hmm_read_pte(reader, addr, *pte, entry++);
		addr += PAGE_SIZE;
	}
	reader->at = addr;
	put_dev_pagemap(reader->pgmap);
	reader->pgmap = NULL;
	return err;
}

/* The number of entries, or a negative error. */
static long hmm_range_read(struct hmm_range *range, bool fault, bool block)
{
	struct hmm_reader reader = {
		.fault = fault, .block = block,
		.range = range, .at = range->start,
	};
	struct mm_walk walk = {
		.private = &reader, .pmd_entry = hmm_read_table,
	};
	struct vm_area_struct *area;
	long err = -EBUSY;

	if (range->hmm->dead)
		return -EFAULT;
	area = find_vma(range->hmm->mm, range->start);
	if (!area || (area->vm_flags & (VM_MIXEDMAP | VM_PFNMAP | VM_IO)))
		return -EFAULT;
	if ((area->vm_flags & VM_READ) == 0)
		return -EPERM;

	range->vma = area;
	walk.vma = area;
	walk.mm = area->vm_mm;
	while (err == -EBUSY) {
		if (!range->valid)
			return -EAGAIN;
		err = walk_page_range(reader.at, range->end, &walk);
	}
	return err ? err : (long)((reader.at - range->start) >> PAGE_SHIFT);
}

long hmm_range_snapshot(struct hmm_range *range)
{
	return hmm_range_read(range, false, true);
}
EXPORT_SYMBOL(hmm_range_snapshot);

long hmm_range_fault(struct hmm_range *range, bool block)
{
	return hmm_range_read(range, true, block);
}
EXPORT_SYMBOL(hmm_range_fault);

/* The driver has set its tables in @range; the rest is set here. */
int hmm_range_register(struct hmm_range *range, struct mm_struct *mm,
		       unsigned long start, unsigned long end,
		       unsigned page_shift)
{
	bool whole = !((start | end) & ((1UL << page_shift) - 1));
	struct hmm *hmm;

	range->hmm = NULL;
	if (!whole || end <= start)
		return -EINVAL;
	hmm = hmm_of_mm(mm);
	if (!hmm)
		return -EFAULT;

	range->start = start;
	range->end = end;
	range->page_shift = page_shift;
	mutex_lock(&hmm->lock);
	range->hmm = hmm;
	range->valid = hmm->notifiers == 0;
	list_add_tail(&range->list, &hmm->ranges);
	mutex_unlock(&hmm->lock);
	return 0;
}
EXPORT_SYMBOL(hmm_range_register);

void hmm_range_unregister(struct hmm_range *range)
{
	struct hmm *followed = range->hmm;

	range->hmm = NULL;
	range->valid = false;
	if (followed) {
		mutex_lock(&followed->lock);
		list_del(&range->list);
		mutex_unlock(&followed->lock);
		kref_put(&followed->kref, hmm_last_user);
	}
}
EXPORT_SYMBOL(hmm_range_unregister);

static unsigned long hmm_range_npages(const struct hmm_range *range)
{
	return range->end > range->start ?
		(range->end - range->start) >> PAGE_SHIFT : 0;
}

/* hmm_range_fault(), then each page is mapped for DMA by @device. */
long hmm_range_dma_map(struct hmm_range *range, struct device *device,
		       dma_addr_t *daddrs, bool block)
{
	uint64_t writable = range->flags[HMM_PFN_WRITE];
	long found = hmm_range_fault(range, block), nr = 0;
	unsigned long k;

	if (!found)
		return -EBUSY;
	if (found < 0)
		return found;

	memset(daddrs, 0, hmm_range_npages(range) * sizeof(*daddrs));
	for (k = 0; k < hmm_range_npages(range); k++) {
		struct page *page =
			hmm_device_entry_to_page(range, range->pfns[k]);
		dma_addr_t bus;

		if (!page)
			continue;
		bus = dma_map_page(device, page, 0, PAGE_SIZE,
				   range->pfns[k] & writable ?
					DMA_BIDIRECTIONAL : DMA_TO_DEVICE);
		if (dma_mapping_error(device, bus)) {
			hmm_range_dma_unmap(range, NULL, device, daddrs, false);
			return -EFAULT;
		}
		daddrs[k] = bus;
		nr++;
	}
	return nr;
}
EXPORT_SYMBOL(hmm_range_dma_map);

/* Undo that; returns the number of pages, or -EINVAL. */
long hmm_range_dma_unmap(struct hmm_range *range, struct vm_area_struct *vma,
			 struct device *device, dma_addr_t *daddrs, bool dirty)
{
	unsigned long k = hmm_range_npages(range);
	long nr = 0;

	if (!k || !range->pfns || !daddrs)
		return -EINVAL;
	while (k--) {
		dma_addr_t bus = daddrs[k];

		range->pfns[k] = range->values[HMM_PFN_NONE];
		daddrs[k] = 0;
		if (!bus)
			continue;
		nr++;
		dma_unmap_page(device, bus, PAGE_SIZE, DMA_BIDIRECTIONAL);
	}
	return nr;
}
EXPORT_SYMBOL(hmm_range_dma_unmap);
#endif /* CONFIG_HMM_MIRROR */


#if IS_ENABLED(CONFIG_DEVICE_PRIVATE) ||  IS_ENABLED(CONFIG_DEVICE_PUBLIC)
static void hmm_devmem_ref_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void hmm_devmem_ref_exit(struct percpu_ref *counter)
{
	struct hmm_devmem *mem = container_of(counter, typeof(*mem), ref);

	wait_for_completion(&mem->completion);
	percpu_ref_exit(counter);
}

static void hmm_devmem_ref_release(struct percpu_ref *counter)
{
	complete(&container_of(counter, struct hmm_devmem, ref)->completion);
}

static void hmm_devmem_free(struct page *page, void *data)
{
	struct hmm_devmem *mem = data;

	VM_BUG_ON_PAGE(page_count(page) != 1, page);
	page->mapping = NULL;

	mem->ops->free(mem, page);
}

static vm_fault_t hmm_devmem_fault(struct vm_area_struct *vma,
				   unsigned long addr, const struct page *page,
				   unsigned int flags, pmd_t *pmdp)
{
	struct hmm_devmem *mem = page->pgmap->data;

	return mem->ops->fault(mem, vma, addr, page, flags, pmdp);
}

struct page *hmm_vma_alloc_locked_page(struct vm_area_struct *vma,
				       unsigned long addr)
{
	struct page *fresh = alloc_page_vma(GFP_HIGHUSER, vma, addr);

	if (fresh)
		lock_page(fresh);
	return fresh;
}
EXPORT_SYMBOL(hmm_vma_alloc_locked_page);

/*
 * hmm_devmem_add() - give memory of a device struct pages
 *
 * @ops: the driver's callbacks
 * @device: the device
 * @size: how much, in bytes
 * Returns: a new struct hmm_devmem, or an ERR_PTR
 *
 * The memory has no address that the processor could use, so a range is looked
 * for where there is nothing. All else is the driver's business.
 */
struct hmm_devmem *hmm_devmem_add(const struct hmm_devmem_ops *ops,
				  struct device *device,
				  unsigned long size)
{
	struct hmm_devmem *mem = devm_kzalloc(device, sizeof(*mem), GFP_KERNEL);
	resource_size_t gap;
	void *where;
	int err;

	if (!mem)
		return ERR_PTR(-ENOMEM);
	mem->ops = ops;
	mem->device = device;
	mem->page_fault = hmm_devmem_fault;

	/* From the top downwards; real memory is at the bottom. */
	size = ALIGN(size, PA_SECTION_SIZE);
	gap = min((unsigned long)iomem_resource.end,
		  (1UL << MAX_PHYSMEM_BITS) - 1);
	for (gap -= size - 1; gap > size && gap >= iomem_resource.start;
	     gap -= size) {
		if (region_intersects(gap, size, 0, IORES_DESC_NONE) !=
		    REGION_DISJOINT)
			continue;
		mem->resource = devm_request_mem_region(device, gap, size,
							dev_name(device));
		if (!mem->resource)
			return ERR_PTR(-ENOMEM);
		mem->resource->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
		break;
	}
	if (!mem->resource)
		return ERR_PTR(-ERANGE);
	mem->pagemap.res = *mem->resource;
	mem->pfn_first = mem->resource->start >> PAGE_SHIFT;
	mem->pfn_last = (mem->resource->end + 1) >> PAGE_SHIFT;

	err = percpu_ref_init(&mem->ref, hmm_devmem_ref_release, 0, GFP_KERNEL);
	if (err)
		return ERR_PTR(err);
	init_completion(&mem->completion);

	dev_pagemap_get_ops();

	mem->pagemap.data = mem;
	mem->pagemap.page_free = hmm_devmem_free;
	mem->pagemap.altmap_valid = false;
	mem->pagemap.kill = hmm_devmem_ref_kill;
	mem->pagemap.cleanup = hmm_devmem_ref_exit;
	mem->pagemap.ref = &mem->ref;
	mem->pagemap.type = MEMORY_DEVICE_PRIVATE;

	where = devm_memremap_pages(mem->device, &mem->pagemap);
	return IS_ERR(where) ? ERR_CAST(where) : mem;
}
EXPORT_SYMBOL_GPL(hmm_devmem_add);

struct hmm_devmem *hmm_devmem_add_resource(const struct hmm_devmem_ops *ops,
					   struct device *device,
					   struct resource *res)
{
	struct hmm_devmem *mem = NULL;
	void *where;
	int err;

	if (res->desc == IORES_DESC_DEVICE_PUBLIC_MEMORY)
		mem = devm_kzalloc(device, sizeof(*mem), GFP_KERNEL);
	else
		return ERR_PTR(-EINVAL);
	if (!mem)
		return ERR_PTR(-ENOMEM);
	mem->ops = ops;
	mem->device = device;
	mem->page_fault = hmm_devmem_fault;

	mem->resource = res;
	mem->pagemap.res = *res;
	mem->pfn_first = res->start >> PAGE_SHIFT;
	mem->pfn_last = (res->end + 1) >> PAGE_SHIFT;

	err = percpu_ref_init(&mem->ref, hmm_devmem_ref_release, 0, GFP_KERNEL);
	if (err)
		return ERR_PTR(err);
	init_completion(&mem->completion);

	dev_pagemap_get_ops();

	mem->pagemap.data = mem;
	mem->pagemap.page_free = hmm_devmem_free;
	mem->pagemap.altmap_valid = false;
	mem->pagemap.kill = hmm_devmem_ref_kill;
	mem->pagemap.cleanup = hmm_devmem_ref_exit;
	mem->pagemap.ref = &mem->ref;
	mem->pagemap.type = MEMORY_DEVICE_PUBLIC;

	where = devm_memremap_pages(mem->device, &mem->pagemap);
	return IS_ERR(where) ? ERR_CAST(where) : mem;
}
EXPORT_SYMBOL_GPL(hmm_devmem_add_resource);

/*
 * Devices that exist only to own the memory of others.
 */
#define HMM_DEVICE_MAX 256

static struct class *hmm_device_class;
static dev_t hmm_device_devt;
static DEFINE_SPINLOCK(hmm_device_lock);
static DECLARE_BITMAP(hmm_device_mask, HMM_DEVICE_MAX);

static void hmm_device_release(struct device *device)
{
	struct hmm_device *fake = container_of(device, typeof(*fake), device);
	unsigned int minor = fake->minor;

	kfree(fake);
	spin_lock(&hmm_device_lock);
	clear_bit(minor, hmm_device_mask);
	spin_unlock(&hmm_device_lock);
}

/* HMM_DEVICE_MAX if all are taken */
static unsigned int hmm_device_take_minor(void)
{
	unsigned int nr;

	spin_lock(&hmm_device_lock);
	nr = find_first_zero_bit(hmm_device_mask, HMM_DEVICE_MAX);
	if (nr != HMM_DEVICE_MAX)
		set_bit(nr, hmm_device_mask);
	spin_unlock(&hmm_device_lock);
	return nr;
}

void hmm_device_put(struct hmm_device *fake)
{
	put_device(&fake->device);
}
EXPORT_SYMBOL(hmm_device_put);

struct hmm_device *hmm_device_new(void *drvdata)
{
	struct hmm_device *fake = kzalloc(sizeof(*fake), GFP_KERNEL);
	struct device *dev;

	if (!fake)
		return ERR_PTR(-ENOMEM);
	dev = &fake->device;
	fake->minor = hmm_device_take_minor();
	if (fake->minor == HMM_DEVICE_MAX) {
		kfree(fake);
		return ERR_PTR(-EBUSY);
	}

	device_initialize(dev);
	dev->class = hmm_device_class;
	dev->release = hmm_device_release;
	dev->devt = MKDEV(MAJOR(hmm_device_devt), fake->minor);
	dev_set_drvdata(dev, drvdata);
	dev_set_name(dev, "hmm_device%u", fake->minor);
	return fake;
}
EXPORT_SYMBOL(hmm_device_new);

static int __init hmm_init(void)
{
	int err = alloc_chrdev_region(&hmm_device_devt, 0, HMM_DEVICE_MAX,
				      "hmm_device");

	if (!err) {
		hmm_device_class = class_create(THIS_MODULE, "hmm_device");
		if (!IS_ERR(hmm_device_class))
			return 0;
		unregister_chrdev_region(hmm_device_devt, HMM_DEVICE_MAX);
		err = PTR_ERR(hmm_device_class);
	}
	return err;
}

device_initcall(hmm_init);
#endif /* CONFIG_DEVICE_PRIVATE || CONFIG_DEVICE_PUBLIC */
