// SPDX-License-Identifier: GPL-2.0-only
/*
 * Heterogeneous memory management: see include/linux/hmm.h.
 */
#include <linux/mm.h>
#include <linux/hmm.h>
#include <linux/init.h>
#include <linux/rmap.h>
#include <linux/swap.h>
#include <linux/slab.h>
#include <linux/export.h>
#include <linux/mmzone.h>
#include <linux/pagemap.h>
#include <linux/swapops.h>
#include <linux/memremap.h>
#include <linux/jump_label.h>
#include <linux/dma-mapping.h>
#include <linux/mmu_notifier.h>
#include <linux/memory_hotplug.h>

#define PA_SECTION_SIZE (1UL << PA_SECTION_SHIFT)

#if IS_ENABLED(CONFIG_HMM_MIRROR)
static const struct mmu_notifier_ops hmm_mmu_notifier_ops;

static inline struct hmm *mm_get_hmm(struct mm_struct *mm)
{
	struct hmm *hmm = READ_ONCE(mm->hmm);

	return hmm && kref_get_unless_zero(&hmm->kref) ? hmm : NULL;
}

/* The struct hmm of an mm, with one more reference; NULL without memory. */
static struct hmm *hmm_get_or_create(struct mm_struct *mm)
{
	struct hmm *hmm = mm_get_hmm(mm);

	if (hmm)
		return hmm;

	hmm = kzalloc(sizeof(*hmm), GFP_KERNEL);
	if (!hmm)
		return NULL;
	init_waitqueue_head(&hmm->wq);
	INIT_LIST_HEAD(&hmm->mirrors);
	INIT_LIST_HEAD(&hmm->ranges);
	init_rwsem(&hmm->mirrors_sem);
	mutex_init(&hmm->lock);
	kref_init(&hmm->kref);
	hmm->mm = mm;
	hmm->mmu_notifier.ops = &hmm_mmu_notifier_ops;

	if (__mmu_notifier_register(&hmm->mmu_notifier, mm)) {
		kfree(hmm);
		return NULL;
	}
	spin_lock(&mm->page_table_lock);
	mm->hmm = hmm;
	spin_unlock(&mm->page_table_lock);
	return hmm;
}

static void hmm_free(struct kref *kref)
{
	struct hmm *hmm = container_of(kref, struct hmm, kref);

	mmu_notifier_unregister_no_release(&hmm->mmu_notifier, hmm->mm);
	kfree(hmm);
}

static inline void hmm_put(struct hmm *hmm)
{
	kref_put(&hmm->kref, hmm_free);
}

void hmm_mm_destroy(struct mm_struct *mm)
{
	struct hmm *hmm;

	spin_lock(&mm->page_table_lock);
	hmm = mm_get_hmm(mm);
	mm->hmm = NULL;
	spin_unlock(&mm->page_table_lock);

	if (hmm) {
		hmm->dead = true;
		hmm_put(hmm);
	}
}

static void hmm_release(struct mmu_notifier *mn, struct mm_struct *mm)
{
	struct hmm *hmm = container_of(mn, struct hmm, mmu_notifier);
	struct hmm_mirror *mirror, *next;

	hmm->dead = true;
	wake_up_all(&hmm->wq);

	down_write(&hmm->mirrors_sem);
	list_for_each_entry_safe(mirror, next, &hmm->mirrors, list) {
		list_del_init(&mirror->list);
		if (mirror->ops->release)
			mirror->ops->release(mirror);
	}
	up_write(&hmm->mirrors_sem);
}

static int hmm_invalidate_range_start(struct mmu_notifier *mn,
			const struct mmu_notifier_range *nrange)
{
	struct hmm *hmm = container_of(mn, struct hmm, mmu_notifier);
	struct hmm_mirror *mirror;
	struct hmm_update update = {
		.start = nrange->start,
		.end = nrange->end,
		.event = HMM_UPDATE_INVALIDATE,
		.blockable = mmu_notifier_range_blockable(nrange),
	};
	struct hmm_range *range;
	int ret = 0;

	mutex_lock(&hmm->lock);
	hmm->notifiers++;
	list_for_each_entry(range, &hmm->ranges, list)
		if (update.end >= range->start && update.start < range->end)
			range->valid = false;
	mutex_unlock(&hmm->lock);

	down_read(&hmm->mirrors_sem);
	list_for_each_entry(mirror, &hmm->mirrors, list) {
		ret = mirror->ops->sync_cpu_device_pagetables(mirror, &update);
		if (ret == -EAGAIN)
			break;
	}
	up_read(&hmm->mirrors_sem);
	return ret;
}

static void hmm_invalidate_range_end(struct mmu_notifier *mn,
			const struct mmu_notifier_range *nrange)
{
	struct hmm *hmm = container_of(mn, struct hmm, mmu_notifier);
	struct hmm_range *range;

	mutex_lock(&hmm->lock);
	if (!--hmm->notifiers) {
		list_for_each_entry(range, &hmm->ranges, list)
			range->valid = true;
		wake_up_all(&hmm->wq);
	}
	mutex_unlock(&hmm->lock);
}

static const struct mmu_notifier_ops hmm_mmu_notifier_ops = {
	.release		= hmm_release,
	.invalidate_range_start	= hmm_invalidate_range_start,
	.invalidate_range_end	= hmm_invalidate_range_end,
};

/* Begin to follow @mm, whose mmap_sem is held for writing. */
int hmm_mirror_register(struct hmm_mirror *mirror, struct mm_struct *mm)
{
	if (!mm || !mirror || !mirror->ops)
		return -EINVAL;

	mirror->hmm = hmm_get_or_create(mm);
	if (!mirror->hmm)
		return -ENOMEM;

	down_write(&mirror->hmm->mirrors_sem);
	list_add(&mirror->list, &mirror->hmm->mirrors);
	up_write(&mirror->hmm->mirrors_sem);
	return 0;
}
EXPORT_SYMBOL(hmm_mirror_register);

void hmm_mirror_unregister(struct hmm_mirror *mirror)
{
	struct hmm *hmm = READ_ONCE(mirror->hmm);

	if (!hmm)
		return;

	down_write(&hmm->mirrors_sem);
	list_del_init(&mirror->list);
	mirror->hmm = NULL;
	up_write(&hmm->mirrors_sem);
	hmm_put(hmm);
}
EXPORT_SYMBOL(hmm_mirror_unregister);

struct hmm_vma_walk {
	struct hmm_range	*range;
	struct dev_pagemap	*pgmap;
	unsigned long		last;
	bool			fault;
	bool			block;
};

static int hmm_vma_do_fault(struct mm_walk *walk, unsigned long addr,
			    bool write_fault, uint64_t *pfn)
{
	unsigned int flags = FAULT_FLAG_REMOTE;
	struct hmm_vma_walk *hmm_vma_walk = walk->private;
	vm_fault_t ret;

	flags |= hmm_vma_walk->block ? 0 : FAULT_FLAG_ALLOW_RETRY;
	flags |= write_fault ? FAULT_FLAG_WRITE : 0;
	ret = handle_mm_fault(walk->vma, addr, flags);
	if (ret & VM_FAULT_RETRY)
		return -EAGAIN;
	if (ret & VM_FAULT_ERROR) {
		*pfn = hmm_vma_walk->range->values[HMM_PFN_ERROR];
		return -EFAULT;
	}
	return -EBUSY;
}

static inline uint64_t pte_to_hmm_pfn_flags(struct hmm_range *range, pte_t pte)
{
	if (pte_none(pte) || !pte_present(pte))
		return 0;
	return pte_write(pte) ? range->flags[HMM_PFN_VALID] |
				range->flags[HMM_PFN_WRITE] :
				range->flags[HMM_PFN_VALID];
}

static int hmm_vma_handle_pte(struct mm_walk *walk, unsigned long addr,
			      pte_t pte, uint64_t *pfn)
{
	struct hmm_vma_walk *hmm_vma_walk = walk->private;
	struct hmm_range *range = hmm_vma_walk->range;
	bool write = *pfn & range->flags[HMM_PFN_WRITE];

	*pfn = range->values[HMM_PFN_NONE];
	if (is_swap_pte(pte)) {
		swp_entry_t entry = pte_to_swp_entry(pte);

		if (is_device_private_entry(entry)) {
			*pfn = hmm_device_entry_from_pfn(range,
					device_private_entry_to_pfn(entry)) |
				range->flags[HMM_PFN_DEVICE_PRIVATE];
			return 0;
		}
	}
	if (!pte_present(pte)) {
		if (!hmm_vma_walk->fault)
			return 0;
		return hmm_vma_do_fault(walk, addr, write, pfn);
	}

	if (pte_devmap(pte)) {
		hmm_vma_walk->pgmap = get_dev_pagemap(pte_pfn(pte),
						      hmm_vma_walk->pgmap);
		if (unlikely(!hmm_vma_walk->pgmap))
			return -EBUSY;
	} else if (pte_special(pte)) {
		*pfn = range->values[HMM_PFN_SPECIAL];
		return -EFAULT;
	}
	*pfn = hmm_device_entry_from_pfn(range, pte_pfn(pte)) |
		pte_to_hmm_pfn_flags(range, pte);
	return 0;
}

static int hmm_vma_walk_pmd(pmd_t *pmdp, unsigned long start,
			    unsigned long end, struct mm_walk *walk)
{
	struct hmm_vma_walk *hmm_vma_walk = walk->private;
	struct hmm_range *range = hmm_vma_walk->range;
	unsigned long addr = start, i;
	int ret = 0;

	i = (addr - range->start) >> PAGE_SHIFT;
	for (; !ret && addr < end; addr += PAGE_SIZE, i++)
		ret = hmm_vma_handle_pte(walk, addr,
					 *pte_offset_map(pmdp, addr),
					 &range->pfns[i]);
	if (hmm_vma_walk->pgmap) {
		put_dev_pagemap(hmm_vma_walk->pgmap);
		hmm_vma_walk->pgmap = NULL;
	}
	hmm_vma_walk->last = addr;
	return ret;
}

/* The driver has set its tables in @range; we do the rest. */
int hmm_range_register(struct hmm_range *range,
		       struct mm_struct *mm,
		       unsigned long start,
		       unsigned long end,
		       unsigned page_shift)
{
	unsigned long mask = (1UL << page_shift) - 1UL;

	range->valid = false;
	range->hmm = NULL;

	if ((start & mask) || (end & mask) || start >= end)
		return -EINVAL;

	range->page_shift = page_shift;
	range->start = start;
	range->end = end;
	range->hmm = hmm_get_or_create(mm);
	if (!range->hmm)
		return -EFAULT;

	mutex_lock(&range->hmm->lock);
	list_add(&range->list, &range->hmm->ranges);
	range->valid = !range->hmm->notifiers;
	mutex_unlock(&range->hmm->lock);
	return 0;
}
EXPORT_SYMBOL(hmm_range_register);

void hmm_range_unregister(struct hmm_range *range)
{
	struct hmm *hmm = range->hmm;

	if (!hmm)
		return;
	mutex_lock(&hmm->lock);
	list_del(&range->list);
	mutex_unlock(&hmm->lock);
	range->valid = false;
	range->hmm = NULL;
	hmm_put(hmm);
}
EXPORT_SYMBOL(hmm_range_unregister);

static long hmm_range_walk(struct hmm_range *range, bool fault, bool block)
{
	const unsigned long device_vma = VM_IO | VM_PFNMAP | VM_MIXEDMAP;
	struct hmm_vma_walk hmm_vma_walk = {
		.range = range,
		.last = range->start,
		.fault = fault,
		.block = block,
	};
	struct mm_walk mm_walk = {
		.pmd_entry = hmm_vma_walk_pmd,
		.private = &hmm_vma_walk,
	};
	long ret;

	if (!range->hmm->mm || range->hmm->dead)
		return -EFAULT;
	if (!range->valid)
		return -EAGAIN;

	range->vma = find_vma(range->hmm->mm, range->start);
	if (!range->vma || (range->vma->vm_flags & device_vma))
		return -EFAULT;
	if (!(range->vma->vm_flags & VM_READ))
		return -EPERM;

	mm_walk.vma = range->vma;
	mm_walk.mm = range->vma->vm_mm;
	do {
		ret = walk_page_range(hmm_vma_walk.last, range->end, &mm_walk);
	} while (ret == -EBUSY && range->valid);
	if (ret)
		return ret;
	return (hmm_vma_walk.last - range->start) >> PAGE_SHIFT;
}

/* Both return the number of entries, or a negative error. */
long hmm_range_snapshot(struct hmm_range *range)
{
	return hmm_range_walk(range, false, true);
}
EXPORT_SYMBOL(hmm_range_snapshot);

long hmm_range_fault(struct hmm_range *range, bool block)
{
	return hmm_range_walk(range, true, block);
}
EXPORT_SYMBOL(hmm_range_fault);

/* hmm_range_fault(), then each page is mapped for DMA by @device. */
long hmm_range_dma_map(struct hmm_range *range,
		       struct device *device,
		       dma_addr_t *daddrs,
		       bool block)
{
	unsigned long i, npages;
	long mapped = 0, ret;

	ret = hmm_range_fault(range, block);
	if (ret <= 0)
		return ret ? ret : -EBUSY;

	npages = (range->end - range->start) >> PAGE_SHIFT;
	for (i = 0; i < npages; i++) {
		enum dma_data_direction dir = DMA_TO_DEVICE;
		struct page *page;

		daddrs[i] = 0;
		page = hmm_device_entry_to_page(range, range->pfns[i]);
		if (!page)
			continue;
		if (range->pfns[i] & range->flags[HMM_PFN_WRITE])
			dir = DMA_BIDIRECTIONAL;
		daddrs[i] = dma_map_page(device, page, 0, PAGE_SIZE, dir);
		if (dma_mapping_error(device, daddrs[i])) {
			daddrs[i] = 0;
			hmm_range_dma_unmap(range, NULL, device, daddrs, false);
			return -EFAULT;
		}
		mapped++;
	}
	return mapped;
}
EXPORT_SYMBOL(hmm_range_dma_map);

/* Undo that; returns the number of pages, or -EINVAL. */
long hmm_range_dma_unmap(struct hmm_range *range,
			 struct vm_area_struct *vma,
			 struct device *device,
			 dma_addr_t *daddrs,
			 bool dirty)
{
	unsigned long i, npages;
	long cpages = 0;

	if (range->end <= range->start || !daddrs || !range->pfns)
		return -EINVAL;

	npages = (range->end - range->start) >> PAGE_SHIFT;
	for (i = 0; i < npages; i++) {
		if (!daddrs[i])
			continue;
		dma_unmap_page(device, daddrs[i], PAGE_SIZE, DMA_BIDIRECTIONAL);
		range->pfns[i] = range->values[HMM_PFN_NONE];
		daddrs[i] = 0;
		cpages++;
	}
	return cpages;
}
EXPORT_SYMBOL(hmm_range_dma_unmap);
#endif /* IS_ENABLED(CONFIG_HMM_MIRROR) */


#if IS_ENABLED(CONFIG_DEVICE_PRIVATE) ||  IS_ENABLED(CONFIG_DEVICE_PUBLIC)
struct page *hmm_vma_alloc_locked_page(struct vm_area_struct *vma,
				       unsigned long addr)
{
	struct page *fresh;

	fresh = alloc_page_vma(GFP_HIGHUSER, vma, addr);
	if (!fresh)
		return NULL;
	lock_page(fresh);
	return fresh;
}
EXPORT_SYMBOL(hmm_vma_alloc_locked_page);


static void hmm_devmem_ref_release(struct percpu_ref *ref)
{
	struct hmm_devmem *mem = container_of(ref, struct hmm_devmem, ref);

	complete(&mem->completion);
}

static void hmm_devmem_ref_exit(struct percpu_ref *ref)
{
	struct hmm_devmem *mem = container_of(ref, struct hmm_devmem, ref);

	wait_for_completion(&mem->completion);
	percpu_ref_exit(ref);
}

static void hmm_devmem_ref_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static vm_fault_t hmm_devmem_fault(struct vm_area_struct *vma,
			    unsigned long addr,
			    const struct page *page,
			    unsigned int flags,
			    pmd_t *pmdp)
{
	struct hmm_devmem *mem = page->pgmap->data;

	return mem->ops->fault(mem, vma, addr, page, flags, pmdp);
}

static void hmm_devmem_free(struct page *page, void *data)
{
	struct hmm_devmem *mem = data;

	page->mapping = NULL;

	mem->ops->free(mem, page);
}

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
	struct hmm_devmem *mem;
	resource_size_t gap;
	void *where;
	int err;

	dev_pagemap_get_ops();

	mem = devm_kzalloc(device, sizeof(*mem), GFP_KERNEL);
	if (!mem)
		return ERR_PTR(-ENOMEM);

	mem->device = device;
	mem->ops = ops;
	mem->resource = NULL;
	mem->pfn_first = -1UL;
	mem->pfn_last = -1UL;
	init_completion(&mem->completion);

	err = percpu_ref_init(&mem->ref, &hmm_devmem_ref_release,
			      0, GFP_KERNEL);
	if (err)
		return ERR_PTR(err);

	/* From the top downwards; real memory is at the bottom. */
	size = ALIGN(size, PA_SECTION_SIZE);
	gap = min((unsigned long)iomem_resource.end,
		  (1UL << MAX_PHYSMEM_BITS) - 1);
	for (gap = gap - size + 1UL;
	     gap > size && gap >= iomem_resource.start; gap -= size) {
		err = region_intersects(gap, size, 0, IORES_DESC_NONE);
		if (err != REGION_DISJOINT)
			continue;

		mem->resource = devm_request_mem_region(device, gap, size,
							dev_name(device));
		if (!mem->resource)
			return ERR_PTR(-ENOMEM);
		break;
	}
	if (!mem->resource)
		return ERR_PTR(-ERANGE);

	mem->resource->desc = IORES_DESC_DEVICE_PRIVATE_MEMORY;
	mem->pfn_first = mem->resource->start >> PAGE_SHIFT;
	mem->pfn_last = mem->pfn_first +
			(resource_size(mem->resource) >> PAGE_SHIFT);
	mem->page_fault = hmm_devmem_fault;

	mem->pagemap.res = *mem->resource;
	mem->pagemap.type = MEMORY_DEVICE_PRIVATE;
	mem->pagemap.altmap_valid = false;
	mem->pagemap.ref = &mem->ref;
	mem->pagemap.kill = hmm_devmem_ref_kill;
	mem->pagemap.cleanup = hmm_devmem_ref_exit;
	mem->pagemap.page_free = hmm_devmem_free;
	mem->pagemap.data = mem;

	where = devm_memremap_pages(mem->device, &mem->pagemap);
	return IS_ERR(where) ? ERR_CAST(where) : mem;
}
EXPORT_SYMBOL_GPL(hmm_devmem_add);

struct hmm_devmem *hmm_devmem_add_resource(const struct hmm_devmem_ops *ops,
					   struct device *device,
					   struct resource *res)
{
	struct hmm_devmem *mem;
	void *where;
	int err;

	if (res->desc != IORES_DESC_DEVICE_PUBLIC_MEMORY)
		return ERR_PTR(-EINVAL);

	dev_pagemap_get_ops();

	mem = devm_kzalloc(device, sizeof(*mem), GFP_KERNEL);
	if (!mem)
		return ERR_PTR(-ENOMEM);

	mem->device = device;
	mem->ops = ops;
	mem->resource = res;
	init_completion(&mem->completion);

	err = percpu_ref_init(&mem->ref, &hmm_devmem_ref_release,
			      0, GFP_KERNEL);
	if (err)
		return ERR_PTR(err);

	mem->pfn_first = mem->resource->start >> PAGE_SHIFT;
	mem->pfn_last = mem->pfn_first +
			(resource_size(mem->resource) >> PAGE_SHIFT);
	mem->page_fault = hmm_devmem_fault;

	mem->pagemap.res = *mem->resource;
	mem->pagemap.type = MEMORY_DEVICE_PUBLIC;
	mem->pagemap.altmap_valid = false;
	mem->pagemap.ref = &mem->ref;
	mem->pagemap.kill = hmm_devmem_ref_kill;
	mem->pagemap.cleanup = hmm_devmem_ref_exit;
	mem->pagemap.page_free = hmm_devmem_free;
	mem->pagemap.data = mem;

	where = devm_memremap_pages(mem->device, &mem->pagemap);
	return IS_ERR(where) ? ERR_CAST(where) : mem;
}
EXPORT_SYMBOL_GPL(hmm_devmem_add_resource);

/*
 * Devices that exist only to own the memory of others.
 */
#define HMM_DEVICE_MAX 256

static DECLARE_BITMAP(hmm_device_mask, HMM_DEVICE_MAX);
static DEFINE_SPINLOCK(hmm_device_lock);
static struct class *hmm_device_class;
static dev_t hmm_device_devt;

static void hmm_device_free_minor(unsigned int minor)
{
	spin_lock(&hmm_device_lock);
	clear_bit(minor, hmm_device_mask);
	spin_unlock(&hmm_device_lock);
}

static void hmm_device_release(struct device *device)
{
	struct hmm_device *fake = container_of(device, struct hmm_device,
					       device);

	hmm_device_free_minor(fake->minor);
	kfree(fake);
}

struct hmm_device *hmm_device_new(void *drvdata)
{
	struct hmm_device *fake = kzalloc(sizeof(*fake), GFP_KERNEL);
	unsigned int minor;

	if (!fake)
		return ERR_PTR(-ENOMEM);

	spin_lock(&hmm_device_lock);
	minor = find_first_zero_bit(hmm_device_mask, HMM_DEVICE_MAX);
	if (minor < HMM_DEVICE_MAX)
		set_bit(minor, hmm_device_mask);
	spin_unlock(&hmm_device_lock);
	if (minor >= HMM_DEVICE_MAX) {
		kfree(fake);
		return ERR_PTR(-EBUSY);
	}

	fake->minor = minor;
	dev_set_name(&fake->device, "hmm_device%d", minor);
	dev_set_drvdata(&fake->device, drvdata);
	fake->device.class = hmm_device_class;
	fake->device.devt = MKDEV(MAJOR(hmm_device_devt), minor);
	fake->device.release = hmm_device_release;
	device_initialize(&fake->device);
	return fake;
}
EXPORT_SYMBOL(hmm_device_new);

void hmm_device_put(struct hmm_device *hmm_device)
{
	put_device(&hmm_device->device);
}
EXPORT_SYMBOL(hmm_device_put);

static int __init hmm_init(void)
{
	int err = alloc_chrdev_region(&hmm_device_devt, 0, HMM_DEVICE_MAX,
				      "hmm_device");

	if (err)
		return err;
	hmm_device_class = class_create(THIS_MODULE, "hmm_device");
	if (!IS_ERR(hmm_device_class))
		return 0;
	unregister_chrdev_region(hmm_device_devt, HMM_DEVICE_MAX);
	return PTR_ERR(hmm_device_class);
}

device_initcall(hmm_init);
#endif /* CONFIG_DEVICE_PRIVATE || CONFIG_DEVICE_PUBLIC */
