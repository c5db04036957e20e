/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Heterogeneous memory management (HMM)
 *
 * Two services for drivers of devices that work on the memory of processes,
 * each usable without the other:
 *
 * Mirroring: a device with page tables of its own follows what happens to the
 * page tables of a process. Register a struct hmm_mirror, and have ranges of
 * addresses read out with hmm_range_snapshot() or hmm_range_fault().
 *
 * Device memory: struct pages for memory that sits on the device, with type
 * MEMORY_DEVICE_PRIVATE, so that process memory can move there with
 * migrate_vma() and comes back when the processor faults on it.
 *
 * Documentation/vm/hmm.rst tells more.
 */
#ifndef LINUX_HMM_H
#define LINUX_HMM_H

#include <linux/kconfig.h>
#include <asm/pgtable.h>

#if IS_ENABLED(CONFIG_HMM)

#include <linux/device.h>
#include <linux/kref.h>
#include <linux/migrate.h>
#include <linux/memremap.h>
#include <linux/completion.h>
#include <linux/mmu_notifier.h>

/*
 * struct hmm - one for each mirrored mm
 *
 * @mm: the mm
 * @kref: users
 * @lock: for @ranges
 * @ranges: ranges that somebody is reading out
 * @mirrors: registered mirrors
 * @mmu_notifier: how we hear of changes
 * @mirrors_sem: for @mirrors
 * @wq: who waits for a range to be valid again
 * @notifiers: invalidations under way
 * @dead: is the mm gone?
 */
struct hmm {
	struct mm_struct	*mm;
	struct kref		kref;
	struct mutex		lock;
	struct list_head	ranges;
	struct list_head	mirrors;
	struct mmu_notifier	mmu_notifier;
	struct rw_semaphore	mirrors_sem;
	wait_queue_head_t	wq;
	long			notifiers;
	bool			dead;
};

/* Indices of hmm_range.flags: which bits mean this in the driver's entries. */
enum hmm_pfn_flag_e {
	HMM_PFN_VALID = 0,
	HMM_PFN_WRITE,
	HMM_PFN_DEVICE_PRIVATE,
	HMM_PFN_FLAG_MAX
};

/* Indices of hmm_range.values: entries that are no pfn at all. */
enum hmm_pfn_value_e {
	HMM_PFN_ERROR,
	HMM_PFN_NONE,
	HMM_PFN_SPECIAL,
	HMM_PFN_VALUE_MAX
};

/*
 * struct hmm_range - addresses to be read out
 *
 * @hmm: whose
 * @vma: the area that holds them
 * @list: entry in hmm.ranges
 * @start: first address
 * @end: first address behind
 * @pfns: one entry a page
 * @flags: the driver's bits, see hmm_pfn_flag_e
 * @values: the driver's special entries, see hmm_pfn_value_e
 * @default_flags: wanted for each page
 * @pfn_flags_mask: which bits of @pfns say what is wanted
 * @page_shift: size of a page
 * @pfn_shift: where in an entry the pfn begins
 * @valid: no change came in between
 */
struct hmm_range {
	struct hmm		*hmm;
	struct vm_area_struct	*vma;
	struct list_head	list;
	unsigned long		start;
	unsigned long		end;
	uint64_t		*pfns;
	const uint64_t		*flags;
	const uint64_t		*values;
	uint64_t		default_flags;
	uint64_t		pfn_flags_mask;
	uint8_t			page_shift;
	uint8_t			pfn_shift;
	bool			valid;
};

/* The size of the range's pages, as a shift. */
static inline unsigned hmm_range_page_shift(const struct hmm_range *range)
{
	return range->page_shift;
}

/* The size of the range's pages, in bytes. */
static inline unsigned long hmm_range_page_size(const struct hmm_range *range)
{
	return 1UL << hmm_range_page_shift(range);
}

/* Wait up to @timeout ms; is the range valid afterwards? */
static inline bool hmm_range_wait_until_valid(struct hmm_range *range,
					      unsigned long timeout)
{
	if (!range->hmm || range->hmm->dead || !range->hmm->mm) {
		range->valid = false;
		return false;
	}
	if (!range->valid)
		wait_event_timeout(range->hmm->wq,
				   range->valid || range->hmm->dead,
				   msecs_to_jiffies(timeout));
	return range->valid;
}

static inline bool hmm_range_valid(struct hmm_range *range)
{
	return range->valid;
}

/* Does the entry stand for a page that can be used? */
static inline bool hmm_device_entry_usable(const struct hmm_range *range,
					   uint64_t entry)
{
	return entry != range->values[HMM_PFN_NONE] &&
	       entry != range->values[HMM_PFN_ERROR] &&
	       entry != range->values[HMM_PFN_SPECIAL] &&
	       (entry & range->flags[HMM_PFN_VALID]);
}

static inline struct page *
hmm_device_entry_to_page(const struct hmm_range *range, uint64_t entry)
{
	if (!hmm_device_entry_usable(range, entry))
		return NULL;
	return pfn_to_page(entry >> range->pfn_shift);
}

static inline unsigned long
hmm_device_entry_to_pfn(const struct hmm_range *range, uint64_t pfn)
{
	if (!hmm_device_entry_usable(range, pfn))
		return -1UL;
	return pfn >> range->pfn_shift;
}

static inline uint64_t
hmm_device_entry_from_pfn(const struct hmm_range *range, unsigned long pfn)
{
	return (pfn << range->pfn_shift) | range->flags[HMM_PFN_VALID];
}

static inline uint64_t
hmm_device_entry_from_page(const struct hmm_range *range, struct page *page)
{
	return hmm_device_entry_from_pfn(range, page_to_pfn(page));
}

/* The names of old, until all drivers use the ones above. */
static inline struct page *hmm_pfn_to_page(const struct hmm_range *range,
					   uint64_t pfn)
{
	return hmm_device_entry_to_page(range, pfn);
}

static inline unsigned long hmm_pfn_to_pfn(const struct hmm_range *range,
					   uint64_t pfn)
{
	return hmm_device_entry_to_pfn(range, pfn);
}

static inline uint64_t hmm_pfn_from_page(const struct hmm_range *range,
					 struct page *page)
{
	return hmm_device_entry_from_page(range, page);
}

static inline uint64_t hmm_pfn_from_pfn(const struct hmm_range *range,
					unsigned long pfn)
{
	return hmm_device_entry_from_pfn(range, pfn);
}



#if IS_ENABLED(CONFIG_HMM_MIRROR)
/*
 * Mirroring. The driver embeds a struct hmm_mirror in what it has for an
 * address space, sets its ops and registers it:
 *
 *	das->mirror.ops = &device_mirror_ops;
 *	ret = hmm_mirror_register(&das->mirror, mm);
 *
 * From then on sync_cpu_device_pagetables() is called for each change, until
 * hmm_mirror_unregister(). The structure must not be freed before that.
 */

struct hmm_mirror;

/*
 * enum hmm_update_event - kind of change
 * @HMM_UPDATE_INVALIDATE: forget the range, for whatever reason
 */
enum hmm_update_event {
	HMM_UPDATE_INVALIDATE,
};

/*
 * struct hmm_update - one change
 *
 * @start: first address
 * @end: first address behind
 * @event: kind of change
 * @blockable: may the callee sleep?
 */
struct hmm_update {
	unsigned long start;
	unsigned long end;
	enum hmm_update_event event;
	bool blockable;
};

/*
 * struct hmm_mirror_ops - what a mirror is told
 */
struct hmm_mirror_ops {
	/* release() - the mm goes away; no use of the mirror after this */
	void (*release)(struct hmm_mirror *mirror);

	/*
	 * sync_cpu_device_pagetables() - follow a change
	 *
	 * Must not return before the device has done so. -EAGAIN if it would
	 * have to sleep and may not.
	 */
	int (*sync_cpu_device_pagetables)(struct hmm_mirror *mirror,
					  const struct hmm_update *update);
};

/*
 * struct hmm_mirror - a device that follows an address space
 *
 * @hmm: the address space
 * @ops: the driver's callbacks
 * @list: entry in hmm.mirrors
 */
struct hmm_mirror {
	struct hmm			*hmm;
	const struct hmm_mirror_ops	*ops;
	struct list_head		list;
};

int hmm_mirror_register(struct hmm_mirror *mirror, struct mm_struct *mm);
void hmm_mirror_unregister(struct hmm_mirror *mirror);

/* A hint only: the mm may die right after this said that it lives. */
static inline bool hmm_mirror_mm_is_alive(struct hmm_mirror *mirror)
{
	if (!mirror || !mirror->hmm)
		return false;
	return READ_ONCE(mirror->hmm->mm) && !mirror->hmm->dead;
}


/*
 * Ranges: see Documentation/vm/hmm.rst.
 */
int hmm_range_register(struct hmm_range *range,
		       struct mm_struct *mm,
		       unsigned long start,
		       unsigned long end,
		       unsigned page_shift);
void hmm_range_unregister(struct hmm_range *range);
long hmm_range_snapshot(struct hmm_range *range);
long hmm_range_fault(struct hmm_range *range, bool block);
long hmm_range_dma_map(struct hmm_range *range,
		       struct device *device,
		       dma_addr_t *daddrs,
		       bool block);
long hmm_range_dma_unmap(struct hmm_range *range,
			 struct vm_area_struct *vma,
			 struct device *device,
			 dma_addr_t *daddrs,
			 bool dirty);

/* Longest wait for an invalidation to end, in ms. */
#define HMM_RANGE_DEFAULT_TIMEOUT 1000

/* For the time being: the old way to end reading out. */
static inline bool hmm_vma_range_done(struct hmm_range *range)
{
	bool ret = hmm_range_valid(range);

	hmm_range_unregister(range);
	return ret;
}

/* For the time being: the old way to read out. */
static inline int hmm_vma_fault(struct hmm_range *range, bool block)
{
	long ret;

	range->default_flags = 0;
	range->pfn_flags_mask = -1UL;

	ret = hmm_range_register(range, range->vma->vm_mm,
				 range->start, range->end, PAGE_SHIFT);
	if (ret)
		return (int)ret;

	if (!hmm_range_wait_until_valid(range, HMM_RANGE_DEFAULT_TIMEOUT)) {
		/* the old way returned -EAGAIN with the mmap_sem dropped */
		up_read(&range->vma->vm_mm->mmap_sem);
		return -EAGAIN;
	}

	ret = hmm_range_fault(range, block);
	if (ret > 0)
		return 0;
	hmm_range_unregister(range);
	return ret == -EAGAIN || !ret ? -EBUSY : (int)ret;
}

/* For the core only, no driver calls these. */
void hmm_mm_destroy(struct mm_struct *mm);

static inline void hmm_mm_init(struct mm_struct *mm)
{
	mm->hmm = NULL;
}
#else /* IS_ENABLED(CONFIG_HMM_MIRROR) */
static inline void hmm_mm_destroy(struct mm_struct *mm) {}
static inline void hmm_mm_init(struct mm_struct *mm) {}
#endif /* IS_ENABLED(CONFIG_HMM_MIRROR) */

#if IS_ENABLED(CONFIG_DEVICE_PRIVATE) ||  IS_ENABLED(CONFIG_DEVICE_PUBLIC)
struct hmm_devmem;

struct page *hmm_vma_alloc_locked_page(struct vm_area_struct *vma,
				       unsigned long addr);

/*
 * struct hmm_devmem_ops - what the owner of device memory is asked to do
 *
 * @free: take back a page that nobody uses any more
 * @fault: the processor wants a page that it cannot reach
 *
 * A driver gives these instead of page_free() and page_fault(), which HMM
 * itself puts into struct dev_pagemap and struct hmm_devmem.
 */
struct hmm_devmem_ops {
	/*
	 * free() - take back a page
	 * @devmem: the memory that it belongs to
	 * @page: the page, now wholly the driver's
	 *
	 * Called when the count of the page falls to 1, which is what a page
	 * of a device has when it is idle.
	 */
	void (*free)(struct hmm_devmem *devmem, struct page *page);
	/*
	 * fault() - bring memory back to where the processor reaches it
	 * @devmem: the memory that it belongs to
	 * @vma: the area of the address
	 * @addr: the address that was touched
	 * @page: the page as of now; a hint, it may change under our feet
	 * @flags: FAULT_FLAG_*
	 * @pmdp: where in the page table
	 * Returns: 0, or one of VM_FAULT_ERROR
	 *
	 * May bring back neighbours too, but this one first. The mmap_sem is
	 * held for reading at least.
	 */
	vm_fault_t (*fault)(struct hmm_devmem *devmem,
		     struct vm_area_struct *vma,
		     unsigned long addr,
		     const struct page *page,
		     unsigned int flags,
		     pmd_t *pmdp);
};

/*
 * struct hmm_devmem - memory of a device
 *
 * @completion: completed when @ref has no user left
 * @pfn_first: first pfn
 * @pfn_last: first pfn behind
 * @resource: the range of physical addresses
 * @device: the device
 * @pagemap: its mapping
 * @ops: the driver's callbacks
 * @ref: what pins the mapping
 * @page_fault: how the core reports a fault
 *
 * page_fault() has to bring the memory back. If the device fails, the answer
 * is VM_FAULT_SIGBUS and the pte is poisoned; if there is no memory for the
 * copy, VM_FAULT_OOM. The charge of the memory cgroup moves along, so that
 * one cannot fail.
 */
typedef vm_fault_t (*dev_page_fault_t)(struct vm_area_struct *vma,
				unsigned long addr,
				const struct page *page,
				unsigned int flags,
				pmd_t *pmdp);

struct hmm_devmem {
	struct completion		completion;
	unsigned long			pfn_first;
	unsigned long			pfn_last;
	struct resource			*resource;
	struct device			*device;
	struct dev_pagemap		pagemap;
	const struct hmm_devmem_ops	*ops;
	struct percpu_ref		ref;
	dev_page_fault_t		page_fault;
};

/*
 * The first of these finds a free range of physical addresses for memory that
 * has none, the second takes memory that has one already.
 */
struct hmm_devmem *hmm_devmem_add(const struct hmm_devmem_ops *ops,
				  struct device *device,
				  unsigned long size);
struct hmm_devmem *hmm_devmem_add_resource(const struct hmm_devmem_ops *ops,
					   struct device *device,
					   struct resource *res);

/*
 * hmm_devmem_page_set_drvdata - store the driver's word for a page
 *
 * @page: the page
 * @data: the word
 */
static inline void hmm_devmem_page_set_drvdata(struct page *page,
					       unsigned long data)
{
	page->hmm_data = data;
}

/*
 * hmm_devmem_page_get_drvdata - fetch the driver's word for a page
 *
 * @page: the page
 * Return: the word
 */
static inline unsigned long hmm_devmem_page_get_drvdata(const struct page *page)
{
	return page->hmm_data;
}


/*
 * struct hmm_device - a device that exists only to own memory
 *
 * @device: the device
 * @minor: its number
 */
struct hmm_device {
	struct device		device;
	unsigned int		minor;
};

/*
 * For drivers that put the memory of several devices into one; nothing else
 * needs these.
 */
struct hmm_device *hmm_device_new(void *drvdata);
void hmm_device_put(struct hmm_device *hmm_device);
#endif /* CONFIG_DEVICE_PRIVATE || CONFIG_DEVICE_PUBLIC */
#else /* IS_ENABLED(CONFIG_HMM) */
static inline void hmm_mm_destroy(struct mm_struct *mm) {}
static inline void hmm_mm_init(struct mm_struct *mm) {}
#endif /* IS_ENABLED(CONFIG_HMM) */

#endif /* LINUX_HMM_H */
