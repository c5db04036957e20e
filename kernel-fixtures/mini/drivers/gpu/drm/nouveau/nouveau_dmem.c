// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory of the card, for pages of processes.
 */
#include "nouveau_dmem.h"
#include "nouveau_drv.h"
#include "nouveau_bo.h"

#include <linux/sched/mm.h>
#include <linux/hmm.h>

#define DMEM_CHUNK_SIZE (2UL << 20)
#define DMEM_CHUNK_NPAGES (DMEM_CHUNK_SIZE >> PAGE_SHIFT)

/* the first family that can do it */
#define NOUVEAU_PASCAL 0x130

/* Where memory is, for the engine that copies. */
enum nouveau_aper {
	NOUVEAU_APER_HOST,
	NOUVEAU_APER_VRAM,
};

typedef int (*nouveau_migrate_copy_t)(struct nouveau_drm *drm, u64 npages,
		enum nouveau_aper dst_aper, u64 dst_addr,
		enum nouveau_aper src_aper, u64 src_addr);

/* A buffer's worth of pages. */
struct nouveau_dmem_chunk {
	spinlock_t lock;
	DECLARE_BITMAP(bitmap, DMEM_CHUNK_NPAGES);
	unsigned long pfn_first;
	unsigned long callocated;
	struct nouveau_bo *bo;
	struct list_head list;
};

struct nouveau_dmem_migrate {
	struct nouveau_channel *chan;
	nouveau_migrate_copy_t copy_func;
};

struct nouveau_dmem {
	struct hmm_devmem *devmem;
	struct mutex mutex;
	struct list_head chunk_empty;
	struct nouveau_dmem_migrate migrate;
};

/* One migration, in either direction. */
struct nouveau_dmem_fault {
	struct nouveau_drm *drm;
	dma_addr_t *dma;
	unsigned long npages;
};

static u64 nouveau_dmem_offset(struct nouveau_dmem_chunk *chunk,
			       struct page *page)
{
	unsigned long idx = page_to_pfn(page) - chunk->pfn_first;

	return chunk->bo->offset + (idx << PAGE_SHIFT);
}

static void
nouveau_dmem_free(struct hmm_devmem *devmem, struct page *page)
{
	struct nouveau_dmem_chunk *chunk;

	chunk = (void *)hmm_devmem_page_get_drvdata(page);

	spin_lock(&chunk->lock);
	clear_bit(page_to_pfn(page) - chunk->pfn_first, chunk->bitmap);
	WARN_ON(!chunk->callocated);
	chunk->callocated--;
	spin_unlock(&chunk->lock);
}

static void
nouveau_dmem_fault_alloc_and_copy(struct vm_area_struct *vma,
				  const unsigned long *src_pfns,
				  unsigned long *dst_pfns,
				  unsigned long start,
				  unsigned long end,
				  void *private)
{
	struct nouveau_dmem_fault *fault = private;
	struct nouveau_drm *drm = fault->drm;
	struct device *dev = drm->dev->dev;
	unsigned long addr, i, npages = 0;

	/* somewhere to copy to */
	for (addr = start, i = 0; addr < end; addr += PAGE_SIZE, i++) {
		struct page *fresh;

		dst_pfns[i] = 0;
		if (!(src_pfns[i] & MIGRATE_PFN_MIGRATE) ||
		    !migrate_pfn_to_page(src_pfns[i]))
			continue;

		dst_pfns[i] = MIGRATE_PFN_ERROR;
		fresh = hmm_vma_alloc_locked_page(vma, addr);
		if (!fresh)
			continue;
		dst_pfns[i] = MIGRATE_PFN_LOCKED |
			      migrate_pfn(page_to_pfn(fresh));
		npages++;
	}

	fault->dma = kmalloc(sizeof(*fault->dma) * npages, GFP_KERNEL);
	if (!fault->dma)
		goto error;

	/* the copies */
	for (addr = start, i = 0; addr < end; addr += PAGE_SIZE, i++) {
		struct nouveau_dmem_chunk *chunk;
		struct page *spage, *dpage;
		dma_addr_t to;

		dpage = migrate_pfn_to_page(dst_pfns[i]);
		if (!dpage || dst_pfns[i] == MIGRATE_PFN_ERROR)
			continue;
		spage = migrate_pfn_to_page(src_pfns[i]);

		to = dma_map_page(dev, dpage, 0, PAGE_SIZE, DMA_BIDIRECTIONAL);
		if (dma_mapping_error(dev, to))
			goto failed;
		fault->dma[fault->npages++] = to;

		chunk = (void *)hmm_devmem_page_get_drvdata(spage);
		if (!drm->dmem->migrate.copy_func(drm, 1,
				NOUVEAU_APER_HOST, to, NOUVEAU_APER_VRAM,
				nouveau_dmem_offset(chunk, spage)))
			continue;
failed:
		dst_pfns[i] = MIGRATE_PFN_ERROR;
		__free_page(dpage);
	}
	return;

error:
	for (addr = start, i = 0; addr < end; addr += PAGE_SIZE, i++) {
		struct page *dpage = migrate_pfn_to_page(dst_pfns[i]);

		if (!dpage)
			continue;
		dst_pfns[i] = MIGRATE_PFN_ERROR;
		__free_page(dpage);
	}
}

static void
nouveau_dmem_finalize_and_map(struct vm_area_struct *vma,
			      const unsigned long *src_pfns,
			      const unsigned long *dst_pfns,
			      unsigned long start,
			      unsigned long end,
			      void *private)
{
	struct nouveau_dmem_fault *fault = private;

	while (fault->npages--)
		dma_unmap_page(fault->drm->dev->dev, fault->dma[fault->npages],
			       PAGE_SIZE, DMA_BIDIRECTIONAL);
	kfree(fault->dma);
}

static const struct migrate_vma_ops nouveau_dmem_fault_migrate_ops = {
	.alloc_and_copy		= nouveau_dmem_fault_alloc_and_copy,
	.finalize_and_map	= nouveau_dmem_finalize_and_map,
};

static vm_fault_t
nouveau_dmem_fault(struct hmm_devmem *devmem,
		   struct vm_area_struct *vma,
		   unsigned long addr,
		   const struct page *page,
		   unsigned int flags,
		   pmd_t *pmdp)
{
	unsigned long from[1] = {0}, to[1] = {0};
	struct nouveau_dmem_fault fault = {
		.drm = dev_get_drvdata(devmem->device),
	};

	if (migrate_vma(&nouveau_dmem_fault_migrate_ops, vma, addr,
			addr + PAGE_SIZE, from, to, &fault))
		return VM_FAULT_SIGBUS;

	return to[0] == MIGRATE_PFN_ERROR ? VM_FAULT_SIGBUS : 0;
}

static const struct hmm_devmem_ops
nouveau_dmem_devmem_ops = {
	.free = nouveau_dmem_free,
	.fault = nouveau_dmem_fault,
};

/* A page of the card's memory, locked; NULL if there is none. */
static struct page *
nouveau_dmem_page_alloc_locked(struct nouveau_drm *drm)
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
		set_bit(idx, chunk->bitmap);
		chunk->callocated++;
		page = pfn_to_page(chunk->pfn_first + idx);
		break;
	}
	mutex_unlock(&drm->dmem->mutex);

	if (page) {
		get_page(page);
		lock_page(page);
	}
	return page;
}

void
nouveau_dmem_resume(struct nouveau_drm *drm)
{
	struct nouveau_dmem_chunk *chunk;

	if (drm->dmem == NULL)
		return;

	mutex_lock(&drm->dmem->mutex);
	list_for_each_entry(chunk, &drm->dmem->chunk_empty, list)
		if (chunk->bo)
			WARN_ON(nouveau_bo_pin(chunk->bo));
	mutex_unlock(&drm->dmem->mutex);
}

void
nouveau_dmem_suspend(struct nouveau_drm *drm)
{
	struct nouveau_dmem_chunk *chunk;

	if (drm->dmem == NULL)
		return;

	mutex_lock(&drm->dmem->mutex);
	list_for_each_entry(chunk, &drm->dmem->chunk_empty, list)
		if (chunk->bo)
			nouveau_bo_unpin(chunk->bo);
	mutex_unlock(&drm->dmem->mutex);
}

void
nouveau_dmem_fini(struct nouveau_drm *drm)
{
	struct nouveau_dmem_chunk *chunk, *next;

	if (drm->dmem == NULL)
		return;

	mutex_lock(&drm->dmem->mutex);
	list_for_each_entry_safe(chunk, next, &drm->dmem->chunk_empty, list) {
		if (chunk->bo)
			nouveau_bo_free(&chunk->bo);
		list_del(&chunk->list);
		kfree(chunk);
	}
	mutex_unlock(&drm->dmem->mutex);
}

static int
nvc0b5_migrate_copy(struct nouveau_drm *drm, u64 npages,
		    enum nouveau_aper dst_aper, u64 dst_addr,
		    enum nouveau_aper src_aper, u64 src_addr)
{
	if (dst_aper == src_aper || !drm->dmem->migrate.chan)
		return -EINVAL;
	NV_INFO(drm, "copy %llu pages from %x.%x\n", npages,
		upper_32_bits(src_addr), lower_32_bits(src_addr));
	return 0;
}

static int
nouveau_dmem_migrate_init(struct nouveau_drm *drm)
{
	if (!drm->chan)
		return -ENODEV;
	drm->dmem->migrate.copy_func = nvc0b5_migrate_copy;
	drm->dmem->migrate.chan = drm->chan;
	return 0;
}

void
nouveau_dmem_init(struct nouveau_drm *drm)
{
	struct device *device = drm->dev->dev;
	unsigned long pfn, size;

	if (drm->info.family < NOUVEAU_PASCAL)
		return;

	if (!(drm->dmem = kzalloc(sizeof(*drm->dmem), GFP_KERNEL)))
		return;

	mutex_init(&drm->dmem->mutex);
	INIT_LIST_HEAD(&drm->dmem->chunk_empty);

	size = ALIGN(drm->info.ram_user, DMEM_CHUNK_SIZE);

	/* there may be faults as soon as there is memory */
	if (nouveau_dmem_migrate_init(drm))
		goto fail;

	/* all of it, for want of a better idea */
	drm->dmem->devmem = hmm_devmem_add(&nouveau_dmem_devmem_ops,
					   device, size);
	if (IS_ERR(drm->dmem->devmem))
		goto fail;

	pfn = drm->dmem->devmem->pfn_first;
	while (pfn < drm->dmem->devmem->pfn_last) {
		struct nouveau_dmem_chunk *chunk;

		chunk = kzalloc(sizeof(*chunk), GFP_KERNEL);
		if (!chunk) {
			nouveau_dmem_fini(drm);
			return;
		}
		chunk->pfn_first = pfn;
		list_add_tail(&chunk->list, &drm->dmem->chunk_empty);

		for (; pfn < chunk->pfn_first + DMEM_CHUNK_NPAGES; pfn++)
			hmm_devmem_page_set_drvdata(pfn_to_page(pfn),
						    (long)chunk);
	}

	NV_INFO(drm, "DMEM: %luMB of device memory\n", size >> 20);
	return;

fail:
	kfree(drm->dmem);
	drm->dmem = NULL;
}

static void
nouveau_dmem_migrate_alloc_and_copy(struct vm_area_struct *vma,
				    const unsigned long *src_pfns,
				    unsigned long *dst_pfns,
				    unsigned long start,
				    unsigned long end,
				    void *private)
{
	struct nouveau_dmem_fault *migrate = private;
	struct nouveau_drm *drm = migrate->drm;
	struct device *dev = drm->dev->dev;
	unsigned long addr, i;

	migrate->dma = kmalloc(sizeof(*migrate->dma) *
			       ((end - start) >> PAGE_SHIFT), GFP_KERNEL);
	if (!migrate->dma)
		return;

	for (addr = start, i = 0; addr < end; addr += PAGE_SIZE, i++) {
		struct nouveau_dmem_chunk *chunk;
		struct page *spage, *dpage;
		dma_addr_t from;

		dst_pfns[i] = 0;
		spage = migrate_pfn_to_page(src_pfns[i]);
		if (!spage || !(src_pfns[i] & MIGRATE_PFN_MIGRATE))
			continue;
		dpage = nouveau_dmem_page_alloc_locked(drm);
		if (!dpage)
			continue;

		chunk = (void *)hmm_devmem_page_get_drvdata(dpage);
		from = dma_map_page(dev, spage, 0, PAGE_SIZE,
				    DMA_BIDIRECTIONAL);
		if (dma_mapping_error(dev, from) ||
		    drm->dmem->migrate.copy_func(drm, 1, NOUVEAU_APER_VRAM,
				nouveau_dmem_offset(chunk, dpage),
				NOUVEAU_APER_HOST, from)) {
			unlock_page(dpage);
			put_page(dpage);
			continue;
		}
		migrate->dma[migrate->npages++] = from;
		dst_pfns[i] = migrate_pfn(page_to_pfn(dpage)) |
			      MIGRATE_PFN_LOCKED | MIGRATE_PFN_DEVICE;
	}
}

static const struct migrate_vma_ops nouveau_dmem_migrate_ops = {
	.alloc_and_copy		= nouveau_dmem_migrate_alloc_and_copy,
	.finalize_and_map	= nouveau_dmem_finalize_and_map,
};

int
nouveau_dmem_migrate_vma(struct nouveau_drm *drm,
			 struct vm_area_struct *vma,
			 unsigned long start,
			 unsigned long end)
{
	unsigned long npages = (end - start) >> PAGE_SHIFT;
	struct nouveau_dmem_fault migrate = { .drm = drm };
	unsigned long *pfns;
	int ret;

	pfns = kzalloc(2 * sizeof(*pfns) * npages, GFP_KERNEL);
	if (!pfns)
		return -ENOMEM;
	ret = migrate_vma(&nouveau_dmem_migrate_ops, vma, start, end,
			  pfns, pfns + npages, &migrate);
	kfree(pfns);
	return ret;
}

static inline bool
nouveau_dmem_page(struct nouveau_drm *drm, struct page *page)
{
	if (!is_device_private_page(page))
		return false;
	/* private, but ours? */
	return drm->dmem->devmem == page->pgmap->data;
}

void
nouveau_dmem_convert_pfn(struct nouveau_drm *drm,
			 struct hmm_range *range)
{
	unsigned long npages = (range->end - range->start) >> PAGE_SHIFT;
	unsigned long i;

	for (i = 0; i < npages; ++i) {
		struct nouveau_dmem_chunk *chunk;
		struct page *page;
		u64 where;

		page = hmm_pfn_to_page(range, range->pfns[i]);
		if (!page)
			continue;
		if (!(range->pfns[i] & range->flags[HMM_PFN_DEVICE_PRIVATE]))
			continue;

		if (!nouveau_dmem_page(drm, page)) {
			WARN(1, "memory of an unknown device\n");
			range->pfns[i] = 0;
			continue;
		}

		chunk = (void *)hmm_devmem_page_get_drvdata(page);
		where = nouveau_dmem_offset(chunk, page);
		range->pfns[i] &= (1UL << range->pfn_shift) - 1;
		range->pfns[i] |= (where >> PAGE_SHIFT) << range->pfn_shift;
	}
}
