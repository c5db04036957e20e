// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory of the card, for pages of processes.
 */
#include "nouveau_bo.h"
#include "nouveau_dmem.h"
#include "nouveau_drv.h"

#include <linux/hmm.h>
#include <linux/sched/mm.h>

/* A chunk is as large as a huge page. */
#define DMEM_CHUNK_NPAGES 512UL
#define DMEM_CHUNK_SIZE (DMEM_CHUNK_NPAGES << PAGE_SHIFT)

/* the first family that can do it */
#define NOUVEAU_PASCAL 0x130

/* Where memory is, for the engine that copies. */
enum nouveau_aper {
	NOUVEAU_APER_VRAM,
	NOUVEAU_APER_HOST,
};

typedef int (*nouveau_migrate_copy_t)(struct nouveau_drm *drm, u64 npages,
				      enum nouveau_aper to_aper, u64 to,
				      enum nouveau_aper from_aper, u64 from);

/* A buffer's worth of pages. */
struct nouveau_dmem_chunk {
	struct list_head list;
	struct nouveau_bo *bo;
	unsigned long pfn_first;
	spinlock_t lock;
	unsigned long callocated;
	DECLARE_BITMAP(bitmap, DMEM_CHUNK_NPAGES);
};

struct nouveau_dmem_migrate {
	struct nouveau_channel *chan;
	nouveau_migrate_copy_t copy_func;
};

struct nouveau_dmem {
	struct mutex mutex;
	struct list_head chunk_empty;
	struct hmm_devmem *devmem;
	struct nouveau_dmem_migrate migrate;
};

/* One migration, in either direction. */
struct nouveau_dmem_fault {
	unsigned long npages;
	dma_addr_t *dma;
	struct nouveau_drm *drm;
};

/* Where the card itself sees one of its pages. */
static u64 nouveau_dmem_where(struct page *page)
{
	struct nouveau_dmem_chunk *chunk;

	chunk = (void *)hmm_devmem_page_get_drvdata(page);
	return chunk->bo->offset +
		((page_to_pfn(page) - chunk->pfn_first) << PAGE_SHIFT);
}

static void nouveau_dmem_free(struct hmm_devmem *devmem, struct page *page)
{
	struct nouveau_dmem_chunk *chunk;

	chunk = (void *)hmm_devmem_page_get_drvdata(page);

	spin_lock(&chunk->lock);
	clear_bit(page_to_pfn(page) - chunk->pfn_first, chunk->bitmap);
	WARN_ON(!chunk->callocated--);
	spin_unlock(&chunk->lock);
}

/* Copy from the card; the mapping stays until the migration is over. */
static int nouveau_dmem_copy_back(struct nouveau_dmem_fault *fault,
				  struct page *to, struct page *from)
{
	struct nouveau_drm *drm = fault->drm;
	dma_addr_t bus = dma_map_page(drm->dev->dev, to, 0, PAGE_SIZE,
				      DMA_BIDIRECTIONAL);

	if (dma_mapping_error(drm->dev->dev, bus))
		return -EIO;
	fault->dma[fault->npages++] = bus;
	return drm->dmem->migrate.copy_func(drm, 1, NOUVEAU_APER_HOST, bus,
					    NOUVEAU_APER_VRAM,
					    nouveau_dmem_where(from));
}

static void
nouveau_dmem_fault_alloc_and_copy(struct vm_area_struct *vma,
				  const unsigned long *src, unsigned long *dst,
				  unsigned long start, unsigned long end,
				  void *private)
{
	struct nouveau_dmem_fault *fault = private;
	unsigned long nr = (end - start) >> PAGE_SHIFT, addr = start;
	struct page *from, *fresh;

	fault->dma = kmalloc(nr * sizeof(dma_addr_t), GFP_KERNEL);

	while (addr < end) {
		*dst = 0;
		from = migrate_pfn_to_page(*src);
		if (!from || !(*src & MIGRATE_PFN_MIGRATE))
			goto next;

		/* somewhere to copy to */
		fresh = hmm_vma_alloc_locked_page(vma, addr);
		if (!fresh) {
			*dst = MIGRATE_PFN_ERROR;
			goto next;
		}
		if (fault->dma && !nouveau_dmem_copy_back(fault, fresh, from)) {
			*dst = migrate_pfn(page_to_pfn(fresh));
			*dst |= MIGRATE_PFN_LOCKED;
		} else {
			*dst = MIGRATE_PFN_ERROR;
			__free_page(fresh);
		}
next:
		addr += PAGE_SIZE;
		src++;
		dst++;
	}
}

static void
nouveau_dmem_finalize_and_map(struct vm_area_struct *vma,
			      const unsigned long *src,
			      const unsigned long *dst, unsigned long start,
			      unsigned long end, void *private)
{
	struct nouveau_dmem_fault *fault = private;

	while (fault->npages--)
		dma_unmap_page(fault->drm->dev->dev, fault->dma[fault->npages],
			       PAGE_SIZE, DMA_BIDIRECTIONAL);
	kfree(fault->dma);
}

static const struct migrate_vma_ops nouveau_dmem_fault_migrate_ops = {
	.finalize_and_map	= nouveau_dmem_finalize_and_map,
	.alloc_and_copy		= nouveau_dmem_fault_alloc_and_copy,
};

static vm_fault_t nouveau_dmem_fault(struct hmm_devmem *devmem,
				     struct vm_area_struct *vma,
				     unsigned long addr,
				     const struct page *page,
				     unsigned int flags, pmd_t *pmdp)
{
	struct nouveau_dmem_fault fault = { 0 };
	unsigned long from = 0, to = 0;
	int err;

	fault.drm = dev_get_drvdata(devmem->device);
	err = migrate_vma(&nouveau_dmem_fault_migrate_ops, vma, addr,
			  addr + PAGE_SIZE, &from, &to, &fault);

	return err || to == MIGRATE_PFN_ERROR ? VM_FAULT_SIGBUS : 0;
}

static const struct hmm_devmem_ops nouveau_dmem_devmem_ops = {
	.fault = nouveau_dmem_fault,
	.free = nouveau_dmem_free,
};

/* A page of the card's memory, locked; NULL if there is none. */
static struct page *nouveau_dmem_take_page(struct nouveau_drm *drm)
{
	struct nouveau_dmem_chunk *chunk;
	struct page *page = NULL;
	unsigned long idx;

	mutex_lock(&drm->dmem->mutex);
	list_for_each_entry(chunk, &drm->dmem->chunk_empty, list) {
		if (!chunk->bo &&
		    nouveau_bo_new(drm, DMEM_CHUNK_SIZE, &chunk->bo))
			break;
		idx = find_first_zero_bit(chunk->bitmap, DMEM_CHUNK_NPAGES);
		if (idx >= DMEM_CHUNK_NPAGES)
			continue;
		chunk->callocated++;
		set_bit(idx, chunk->bitmap);
		page = pfn_to_page(chunk->pfn_first + idx);
		break;
	}
	mutex_unlock(&drm->dmem->mutex);

	if (page) {
		lock_page(page);
		get_page(page);
	}
	return page;
}

/* Buffers must stay where they are, except while the card sleeps. */
static void nouveau_dmem_pin(struct nouveau_dmem *dmem, bool pin)
{
	struct nouveau_dmem_chunk *each;

	if (!dmem)
		return;
	mutex_lock(&dmem->mutex);
	list_for_each_entry(each, &dmem->chunk_empty, list) {
		if (each->bo && pin)
			WARN_ON(nouveau_bo_pin(each->bo));
		else if (each->bo)
			nouveau_bo_unpin(each->bo);
	}
	mutex_unlock(&dmem->mutex);
}

void nouveau_dmem_suspend(struct nouveau_drm *drm)
{
	nouveau_dmem_pin(drm->dmem, false);
}

void nouveau_dmem_resume(struct nouveau_drm *drm)
{
	nouveau_dmem_pin(drm->dmem, true);
}

void nouveau_dmem_fini(struct nouveau_drm *drm)
{
	struct nouveau_dmem *dmem = drm->dmem;
	struct nouveau_dmem_chunk *each, *tmp;

	if (!dmem)
		return;
	mutex_lock(&dmem->mutex);
	list_for_each_entry_safe(each, tmp, &dmem->chunk_empty, list) {
		list_del(&each->list);
		if (each->bo)
			nouveau_bo_free(&each->bo);
		kfree(each);
	}
	mutex_unlock(&dmem->mutex);
}

static int nouveau_dmem_engine_copy(struct nouveau_drm *drm, u64 npages,
				    enum nouveau_aper to_aper, u64 to,
				    enum nouveau_aper from_aper, u64 from)
{
	if (to_aper == from_aper)
		return -EINVAL;
	NV_INFO(drm, "copy %llu pages, %llx to %llx\n", npages, from, to);
	return drm->dmem->migrate.chan ? 0 : -ENODEV;
}

static int nouveau_dmem_migrate_init(struct nouveau_drm *drm)
{
	drm->dmem->migrate.chan = drm->chan;
	drm->dmem->migrate.copy_func = nouveau_dmem_engine_copy;
	return drm->chan ? 0 : -ENODEV;
}

void nouveau_dmem_init(struct nouveau_drm *drm)
{
	unsigned long size = ALIGN(drm->info.ram_user, DMEM_CHUNK_SIZE);
	struct device *device = drm->dev->dev;
	struct nouveau_dmem_chunk *chunk;
	unsigned long pfn, last;

	if (drm->info.family < NOUVEAU_PASCAL)
		return;
	drm->dmem = kzalloc(sizeof(*drm->dmem), GFP_KERNEL);
	if (!drm->dmem)
		return;
	INIT_LIST_HEAD(&drm->dmem->chunk_empty);
	mutex_init(&drm->dmem->mutex);

	/* there may be faults as soon as there is memory */
	if (nouveau_dmem_migrate_init(drm))
		goto fail;

	/* all of it, for want of a better idea */
	drm->dmem->devmem = hmm_devmem_add(&nouveau_dmem_devmem_ops,
					   device, size);
	if (IS_ERR(drm->dmem->devmem))
		goto fail;

	last = drm->dmem->devmem->pfn_last;
	for (pfn = drm->dmem->devmem->pfn_first; pfn < last;) {
		chunk = kzalloc(sizeof(*chunk), GFP_KERNEL);
		if (!chunk) {
			nouveau_dmem_fini(drm);
			return;
		}
		list_add_tail(&chunk->list, &drm->dmem->chunk_empty);
		spin_lock_init(&chunk->lock);
		chunk->pfn_first = pfn;

		do
			hmm_devmem_page_set_drvdata(pfn_to_page(pfn),
						    (long)chunk);
		while (++pfn % DMEM_CHUNK_NPAGES);
	}
	NV_INFO(drm, "%lu MB for pages of processes\n", size >> 20);
	return;

fail:
	kfree(drm->dmem);
	drm->dmem = NULL;
}

/* Copy to a page of the card; 0 if there is none, or the copy fails. */
static unsigned long nouveau_dmem_copy_out(struct nouveau_dmem_fault *migrate,
					   struct page *from)
{
	struct nouveau_drm *drm = migrate->drm;
	struct page *to = nouveau_dmem_take_page(drm);
	dma_addr_t bus;

	if (!to)
		return 0;
	bus = dma_map_page(drm->dev->dev, from, 0, PAGE_SIZE,
			   DMA_BIDIRECTIONAL);
	if (dma_mapping_error(drm->dev->dev, bus) ||
	    drm->dmem->migrate.copy_func(drm, 1, NOUVEAU_APER_VRAM,
					 nouveau_dmem_where(to),
					 NOUVEAU_APER_HOST, bus)) {
		unlock_page(to);
		put_page(to);
		return 0;
	}
	migrate->dma[migrate->npages++] = bus;
	return MIGRATE_PFN_LOCKED | MIGRATE_PFN_DEVICE |
		migrate_pfn(page_to_pfn(to));
}

static void
nouveau_dmem_migrate_alloc_and_copy(struct vm_area_struct *vma,
				    const unsigned long *src,
				    unsigned long *dst, unsigned long start,
				    unsigned long end, void *private)
{
	unsigned long nr = (end - start) >> PAGE_SHIFT;
	struct nouveau_dmem_fault *migrate = private;

	migrate->dma = kmalloc(nr * sizeof(dma_addr_t), GFP_KERNEL);
	for (; migrate->dma && nr; nr--, src++, dst++) {
		struct page *from = migrate_pfn_to_page(*src);

		*dst = 0;
		if (from && (*src & MIGRATE_PFN_MIGRATE))
			*dst = nouveau_dmem_copy_out(migrate, from);
	}
}

static const struct migrate_vma_ops nouveau_dmem_migrate_ops = {
	.finalize_and_map	= nouveau_dmem_finalize_and_map,
	.alloc_and_copy		= nouveau_dmem_migrate_alloc_and_copy,
};

int nouveau_dmem_migrate_vma(struct nouveau_drm *drm,
			     struct vm_area_struct *vma, unsigned long start,
			     unsigned long end)
{
	struct nouveau_dmem_fault migrate = { .drm = drm };
	unsigned long nr = (end - start) >> PAGE_SHIFT;
	unsigned long *both = kzalloc(2 * nr * sizeof(*both), GFP_KERNEL);
	int err = -ENOMEM;

	if (both)
		err = migrate_vma(&nouveau_dmem_migrate_ops, vma, start, end,
				  both, both + nr, &migrate);
	kfree(both);
	return err;
}

static inline bool
nouveau_dmem_page(struct nouveau_drm *drm, struct page *page)
{
	/* private, but ours? */
	return is_device_private_page(page) &&
	       drm->dmem->devmem == page->pgmap->data;
}

/* For the card its own pages have other addresses. */
void nouveau_dmem_convert_pfn(struct nouveau_drm *drm, struct hmm_range *range)
{
	const uint64_t private = range->flags[HMM_PFN_DEVICE_PRIVATE];
	uint64_t *entry = range->pfns;
	unsigned long left;

	left = (range->end - range->start) >> PAGE_SHIFT;
	for (; left; left--, entry++) {
		struct page *page = hmm_pfn_to_page(range, *entry);
		u64 nr;

		if (!page || !(*entry & private))
			continue;
		if (!nouveau_dmem_page(drm, page)) {
			WARN(1, "memory of an unknown device\n");
			*entry = 0;
			continue;
		}

		nr = nouveau_dmem_where(page) >> PAGE_SHIFT;
		*entry %= 1UL << range->pfn_shift;
		*entry |= nr << range->pfn_shift;
	}
}
