/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MEMREMAP_H_
#define _LINUX_MEMREMAP_H_
#include <linux/percpu-refcount.h>
#include <linux/ioport.h>

struct device;
struct page;

/*
 * A page of a device is idle when its count falls to 1, since its driver keeps
 * one reference for good. That is when this is called, and from then on the
 * driver may do with the page as it likes.
 */
typedef void (*dev_page_free_t)(struct page *page, void *data);

/*
 * Memory of a device comes in kinds, each with rules of its own.
 *
 * MEMORY_DEVICE_PRIVATE:
 * The processor cannot reach it at all; there are struct pages for it only so
 * that process memory can be migrated there and back. The longer story is in
 * the comment of hmm.h, and in the documentation of HMM.
 *
 * MEMORY_DEVICE_PUBLIC:
 * The processor reaches it, and caches are kept coherent by the bus. Pages of
 * a process may be migrated to it, but nobody may pin them there, so that the
 * device can always take its memory back.
 *
 * MEMORY_DEVICE_FS_DAX:
 * Memory of the host, persistent as a rule, which a file system hands out
 * directly. Whoever waits for a page to be unpinned (truncate, for one) is
 * woken when that happens.
 *
 * MEMORY_DEVICE_PCI_P2PDMA:
 * Memory behind a BAR of a PCI device, for transfers between two devices.
 */
enum memory_type {
	MEMORY_DEVICE_PRIVATE = 1,
	MEMORY_DEVICE_PUBLIC,
	MEMORY_DEVICE_FS_DAX,
	MEMORY_DEVICE_PCI_P2PDMA,
};

/**
 * struct vmem_altmap - room for the memmap inside the mapped range itself
 * @base_pfn: first pfn of the whole mapping
 * @reserve: pages at the start that belong to the driver
 * @free: pages after these that the memmap may use
 * @align: pages lost to the alignment of the memmap
 * @alloc: pages used so far, counted by the core
 */
struct vmem_altmap {
	const unsigned long base_pfn;
	const unsigned long reserve;
	unsigned long free;
	unsigned long align;
	unsigned long alloc;
};

/**
 * struct dev_pagemap - what the core knows of a ZONE_DEVICE mapping
 * @page_free: called when a page of the mapping falls idle
 * @altmap: where the memmap of the range comes from, if from the range itself
 * @altmap_valid: is @altmap filled in?
 * @res: the physical range
 * @ref: pins the mapping; the caller's
 * @kill: make @ref refuse further users
 * @cleanup: wait until @ref has no user left, and release it
 * @dev: the device that hosts the range, for messages
 * @data: for the driver, handed to @page_free
 * @type: kind of memory, one of MEMORY_DEVICE_*
 */
struct dev_pagemap {
	dev_page_free_t page_free;
	struct vmem_altmap altmap;
	bool altmap_valid;
	struct resource res;
	struct percpu_ref *ref;
	void (*kill)(struct percpu_ref *ref);
	void (*cleanup)(struct percpu_ref *ref);
	struct device *dev;
	void *data;
	enum memory_type type;
	u64 pci_p2pdma_bus_offset;
};

/* The counterpart of get_dev_pagemap(); nothing to do without a mapping. */
static inline void put_dev_pagemap(struct dev_pagemap *pgmap)
{
	if (!pgmap)
		return;
	percpu_ref_put(pgmap->ref);
}

#ifdef CONFIG_ZONE_DEVICE
unsigned long vmem_altmap_offset(struct vmem_altmap *altmap);
void vmem_altmap_free(struct vmem_altmap *altmap, unsigned long nr_pfns);
struct dev_pagemap *get_dev_pagemap(unsigned long pfn,
				    struct dev_pagemap *pgmap);
void devm_memunmap_pages(struct device *dev, struct dev_pagemap *pgmap);
void *devm_memremap_pages(struct device *dev, struct dev_pagemap *pgmap);
#else
static inline unsigned long vmem_altmap_offset(struct vmem_altmap *unused)
{
	return 0UL;
}

static inline void vmem_altmap_free(struct vmem_altmap *unused,
				    unsigned long nr) {}

static inline struct dev_pagemap *get_dev_pagemap(unsigned long pfn,
						  struct dev_pagemap *unused)
{
	return NULL;
}

static inline void devm_memunmap_pages(struct device *dev,
				       struct dev_pagemap *unused) {}

/* Who wants no struct pages calls devm_memremap(), so this is a mistake. */
static inline void *devm_memremap_pages(struct device *dev,
					struct dev_pagemap *unused)
{
	int err = -ENXIO;

	WARN_ON_ONCE(err);
	return ERR_PTR(err);
}
#endif /* CONFIG_ZONE_DEVICE */

#endif /* _LINUX_MEMREMAP_H_ */
