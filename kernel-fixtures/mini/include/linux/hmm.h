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

#include <linux/completion.h>
#include <linux/device.h>
#include <linux/kref.h>
#include <linux/memremap.h>
#include <linux/migrate.h>
#include <linux/mmu_notifier.h>

/* Indices of hmm_range.values: entries that are no pfn at all. */
enum hmm_pfn_value_e {
	HMM_PFN_ERROR,
	HMM_PFN_NONE,
	HMM_PFN_SPECIAL,
	HMM_PFN_VALUE_MAX
};

/* Indices of hmm_range.flags: which bits mean this in the driver's entries. */
enum hmm_pfn_flag_e {
	HMM_PFN_VALID,
	HMM_PFN_WRITE,
	HMM_PFN_DEVICE_PRIVATE,
	HMM_PFN_FLAG_MAX
};

/*
 * What mirrors of one mm share: hmm_range.hmm and hmm_mirror.hmm lead here,
 * and so does the mm. Gone with the last kref.
 */
struct hmm {
	struct kref kref;
	struct mm_struct *mm;		/* set once */
	bool dead;			/* the mm is going away */
	struct mmu_notifier mmu_notifier;
	struct rw_semaphore mirrors_sem;
	struct list_head mirrors;	/* under mirrors_sem */
	struct mutex lock;
	struct list_head ranges;	/* under lock */
	long notifiers;			/* changes under way, under lock */
	wait_queue_head_t wq;		/* who waits for a valid range */
};

/*
 * struct hmm_range - addresses to be read out
 *
 * @start: first address
 * @end: first address behind
 * @page_shift: size of a page
 * @pfns: one entry a page
 * @values: the driver's special entries, see hmm_pfn_value_e
 * @flags: the driver's bits, see hmm_pfn_flag_e
 * @pfn_flags_mask: which bits of @pfns say what is wanted
 * @default_flags: wanted for each page
 * @pfn_shift: where in an entry the pfn begins
 * @valid: no change came in between
 * @vma: the area that holds them
 * @hmm: whose
 * @list: entry in hmm.ranges
 */
struct hmm_range {
	unsigned long start, end;
	uint8_t page_shift;
	uint64_t *pfns;
	const uint64_t *values, *flags;
	uint64_t pfn_flags_mask, default_flags;
	uint8_t pfn_shift;
	bool valid;
	struct vm_area_struct *vma;
	struct hmm *hmm;
	struct list_head list;
};

/* Has nothing changed since the range was read out? */
static inline bool hmm_range_valid(struct hmm_range *r)
{
	return READ_ONCE(r->valid);
}

/* Wait up to @timeout ms; is the range valid afterwards? */
static inline bool hmm_range_wait_until_valid(struct hmm_range *r,
					      unsigned long timeout)
{
	struct hmm *hmm = r->hmm;

	if (hmm && !hmm->dead && !hmm_range_valid(r))
		wait_event_timeout(hmm->wq, hmm->dead || hmm_range_valid(r),
				   msecs_to_jiffies(timeout));
	if (!hmm || hmm->dead)
		r->valid = false;
	return hmm_range_valid(r);
}

/* How large its pages are: as a shift, and in bytes. */
static inline unsigned hmm_range_page_shift(const struct hmm_range *r)
{
	return r->page_shift;
}

static inline unsigned long hmm_range_page_size(const struct hmm_range *r)
{
	return BIT(r->page_shift);
}

/* What an entry looks like, and what is in it. */
static inline uint64_t
hmm_device_entry_from_pfn(const struct hmm_range *r, unsigned long nr)
{
	return r->flags[HMM_PFN_VALID] | ((uint64_t)nr << r->pfn_shift);
}

static inline uint64_t
hmm_device_entry_from_page(const struct hmm_range *r, struct page *p)
{
	return hmm_device_entry_from_pfn(r, page_to_pfn(p));
}

static inline unsigned long
hmm_device_entry_to_pfn(const struct hmm_range *r, uint64_t entry)
{
	enum hmm_pfn_value_e k;

	for (k = 0; k < HMM_PFN_VALUE_MAX; k++)
		if (r->values[k] == entry)
			return -1UL;
	if (entry & r->flags[HMM_PFN_VALID])
		return entry >> r->pfn_shift;
	return -1UL;
}

static inline struct page *
hmm_device_entry_to_page(const struct hmm_range *r, uint64_t entry)
{
	unsigned long nr = hmm_device_entry_to_pfn(r, entry);

	return nr == -1UL ? NULL : pfn_to_page(nr);
}

/* The names of old, until all drivers use the ones above. */
static inline uint64_t
hmm_pfn_from_pfn(const struct hmm_range *r, unsigned long nr)
{
	return hmm_device_entry_from_pfn(r, nr);
}

static inline uint64_t
hmm_pfn_from_page(const struct hmm_range *r, struct page *p)
{
	return hmm_device_entry_from_page(r, p);
}

static inline unsigned long
hmm_pfn_to_pfn(const struct hmm_range *r, uint64_t entry)
{
	return hmm_device_entry_to_pfn(r, entry);
}

static inline struct page *
hmm_pfn_to_page(const struct hmm_range *r, uint64_t entry)
{
	return hmm_device_entry_to_page(r, entry);
}



#if IS_ENABLED(CONFIG_HMM_MIRROR)
/*
 * Mirroring. The driver embeds a struct hmm_mirror in what it has for an
 * address space, sets its ops and registers it:
 *
 *	as->mirror.ops = &my_ops;
 *	err = hmm_mirror_register(&as->mirror, mm);
 *
 * From then on sync_cpu_device_pagetables() is called for each change, until
 * hmm_mirror_unregister(). The structure must not be freed before that.
 */

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
 * @event: kind of change
 * @blockable: may the callee sleep?
 * @start: first address
 * @end: first address behind
 */
struct hmm_update {
	enum hmm_update_event event;
	bool blockable;
	unsigned long start, end;
};

struct hmm_mirror;

/*
 * struct hmm_mirror_ops - what a mirror is told
 */
struct hmm_mirror_ops {
	/*
	 * sync_cpu_device_pagetables() - follow a change
	 *
	 * Must not return before the device has done so. -EAGAIN if it would
	 * have to sleep and may not.
	 */
	int (*sync_cpu_device_pagetables)(struct hmm_mirror *which,
					  const struct hmm_update *change);

	/* release() - the mm goes away; no use of the mirror after this */
	void (*release)(struct hmm_mirror *which);
};

/*
 * struct hmm_mirror - a device that follows an address space
 *
 * @ops: the driver's callbacks
 * @list: entry in hmm.mirrors
 * @hmm: the address space
 */
struct hmm_mirror {
	const struct hmm_mirror_ops *ops;
	struct list_head list;
	struct hmm *hmm;
};

/* A hint only: the mm may die right after this said that it lives. */
static inline bool hmm_mirror_mm_is_alive(struct hmm_mirror *mirror)
{
	return mirror && mirror->hmm && !READ_ONCE(mirror->hmm->dead);
}

void hmm_mirror_unregister(struct hmm_mirror *mirror);
int hmm_mirror_register(struct hmm_mirror *mirror, struct mm_struct *mm);


/*
 * Reading out: register a range, wait until it is valid, read, unregister.
 */
int hmm_range_register(struct hmm_range *range, struct mm_struct *mm,
		       unsigned long start, unsigned long end,
		       unsigned page_shift);
long hmm_range_fault(struct hmm_range *range, bool block);
long hmm_range_snapshot(struct hmm_range *range);
void hmm_range_unregister(struct hmm_range *range);
long hmm_range_dma_unmap(struct hmm_range *range, struct vm_area_struct *vma,
			 struct device *device, dma_addr_t *daddrs, bool dirty);
long hmm_range_dma_map(struct hmm_range *range, struct device *device,
		       dma_addr_t *daddrs, bool block);

/* Longest wait for an invalidation to end, in ms. */
#define HMM_RANGE_DEFAULT_TIMEOUT 1000

/*
 * For the time being: the old way to read out, all steps in one. With -EAGAIN
 * the mmap_sem has been dropped.
 */
static inline int hmm_vma_fault(struct hmm_range *r, bool block)
{
	struct mm_struct *mm = r->vma->vm_mm;
	long err;

	r->pfn_flags_mask = ~0UL;
	r->default_flags = 0;
	err = hmm_range_register(r, mm, r->start, r->end, PAGE_SHIFT);
	if (err < 0)
		return err;

	if (hmm_range_wait_until_valid(r, HMM_RANGE_DEFAULT_TIMEOUT)) {
		err = hmm_range_fault(r, block);
		if (err <= 0)
			hmm_range_unregister(r);
		if (!err || err == -EAGAIN)
			err = -EBUSY;
		return err < 0 ? err : 0;
	}
	up_read(&mm->mmap_sem);
	return -EAGAIN;
}

/* And its end: was it all good? */
static inline bool hmm_vma_range_done(struct hmm_range *r)
{
	int good = r->valid;

	hmm_range_unregister(r);
	return good != 0;
}

/* For the core only, no driver calls these. */
static inline void hmm_mm_init(struct mm_struct *mm)
{
	mm->hmm = NULL;
}

void hmm_mm_destroy(struct mm_struct *mm);
#else /* IS_ENABLED(CONFIG_HMM_MIRROR) */
static inline void hmm_mm_init(struct mm_struct *mm) {}
static inline void hmm_mm_destroy(struct mm_struct *mm) {}
#endif /* IS_ENABLED(CONFIG_HMM_MIRROR) */

#if IS_ENABLED(CONFIG_DEVICE_PRIVATE) ||  IS_ENABLED(CONFIG_DEVICE_PUBLIC)
struct hmm_devmem_ops;

/*
 * A fault on memory that the processor cannot reach: bring it back. If the
 * device fails, the answer is VM_FAULT_SIGBUS and the pte is poisoned; if
 * there is no memory for the copy, VM_FAULT_OOM. The charge of the memory
 * cgroup moves along, so that one cannot fail.
 */
typedef vm_fault_t (*dev_page_fault_t)(struct vm_area_struct *vma,
				       unsigned long addr,
				       const struct page *page,
				       unsigned int flags, pmd_t *pmdp);

/*
 * struct hmm_devmem - memory of a device
 *
 * @device: the device
 * @ops: the driver's callbacks
 * @resource: the range of physical addresses
 * @pfn_first: first pfn
 * @pfn_last: first pfn behind
 * @pagemap: its mapping
 * @ref: what pins the mapping
 * @completion: completed when @ref has no user left
 * @page_fault: how the core reports a fault
 */
struct hmm_devmem {
	struct device *device;
	const struct hmm_devmem_ops *ops;
	struct resource *resource;
	unsigned long pfn_first;
	unsigned long pfn_last;
	struct dev_pagemap pagemap;
	struct percpu_ref ref;
	struct completion completion;
	dev_page_fault_t page_fault;
};

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
	 * @mem: the memory that it belongs to
	 * @page: the page, now wholly the driver's
	 *
	 * Called when the count of the page falls to 1, which is what a page
	 * of a device has when it is idle.
	 */
	void (*free)(struct hmm_devmem *mem, struct page *page);
	/*
	 * fault() - bring memory back to where the processor reaches it
	 * @mem: the memory that it belongs to
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
	vm_fault_t (*fault)(struct hmm_devmem *mem, struct vm_area_struct *vma,
			    unsigned long addr, const struct page *page,
			    unsigned int flags, pmd_t *pmdp);
};

/* The driver's word for a page: fetch it, and store it. */
static inline unsigned long hmm_devmem_page_get_drvdata(const struct page *p)
{
	return p->hmm_data;
}

static inline void hmm_devmem_page_set_drvdata(struct page *p,
					       unsigned long word)
{
	p->hmm_data = word;
}

/* Finds a free range of physical addresses for memory that has none. */
struct hmm_devmem *hmm_devmem_add(const struct hmm_devmem_ops *ops,
				  struct device *device, unsigned long size);
/* Takes memory that has an address already. */
struct hmm_devmem *hmm_devmem_add_resource(const struct hmm_devmem_ops *ops,
					   struct device *device,
					   struct resource *res);

/* A page to copy to, locked; NULL if there is no memory. */
struct page *hmm_vma_alloc_locked_page(struct vm_area_struct *vma,
				       unsigned long addr);


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
void hmm_device_put(struct hmm_device *hmm_device);
struct hmm_device *hmm_device_new(void *drvdata);
#endif /* CONFIG_DEVICE_PRIVATE || CONFIG_DEVICE_PUBLIC */
#else /* IS_ENABLED(CONFIG_HMM) */
static inline void hmm_mm_init(struct mm_struct *mm) {}
static inline void hmm_mm_destroy(struct mm_struct *mm) {}
#endif /* IS_ENABLED(CONFIG_HMM) */

#endif /* LINUX_HMM_H */
