/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MEMREMAP_H_
#define _LINUX_MEMREMAP_H_
#include <linux/bug.h>
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/ioport.h>
#include <linux/mm_types.h>
#include <linux/percpu-refcount.h>

struct dev_pagemap;
struct device;
struct vm_fault;

/**
 * struct vmem_altmap - a place for the memmap inside the mapped range
 * @base_pfn: first pfn of the mapping
 * @reserve: pages at its start that the driver keeps for itself
 * @free: pages behind these that may hold the memmap
 * @align: pages that alignment of the memmap has cost
 * @alloc: pages that the memmap occupies now; the memory code counts them
 */
struct vmem_altmap {
	const unsigned long base_pfn;
	const unsigned long reserve;
	unsigned long free;
	unsigned long align;
	unsigned long alloc;
};

/**
 * enum memory_type - the kinds of device memory that have struct pages
 * @MEMORY_DEVICE_PRIVATE: The processor cannot address it. Its pages stand in
 *	page tables as special entries only, and a fault on one has to bring
 *	the data back (see &dev_pagemap_ops.migrate_to_ram).
 * @MEMORY_DEVICE_FS_DAX: Memory that a file system maps directly. Its pages may
 *	be pinned, and somebody may wait for the last pin to go.
 * @MEMORY_DEVICE_DEVDAX: Memory that a device node maps directly. Nobody waits
 *	for its pages.
 * @MEMORY_DEVICE_PCI_P2PDMA: Memory behind a PCI BAR, for transfers between
 *	two devices.
 *
 * 0 is no kind: it tells a map whose owner forgot to set the type.
 */
enum memory_type {
	MEMORY_DEVICE_PRIVATE = 1,
	MEMORY_DEVICE_FS_DAX,
	MEMORY_DEVICE_DEVDAX,
	MEMORY_DEVICE_PCI_P2PDMA,
};

/**
 * struct dev_pagemap_ops - what the owner of a map does for its pages
 * @page_free: The count of a page fell to 1: nobody but the owner has it. (It
 *	does not fall further while the map lives.) Demanded for PRIVATE and
 *	FS_DAX, never called for the others.
 * @kill: From now on the owner's reference count gives out no references.
 *	Demanded together with a &dev_pagemap.ref of the owner's, and not
 *	allowed without.
 * @cleanup: Return when no reference is left, and release what the count
 *	occupies. Goes with @kill.
 * @migrate_to_ram: The processor touched a PRIVATE page; bring the data to
 *	where it can be reached. Called with the mmap_sem held and without a
 *	reference on the page. Returns VM_FAULT_SIGBUS if it cannot be done.
 *	Demanded for PRIVATE.
 */
struct dev_pagemap_ops {
	void (*page_free)(struct page *page);
	void (*kill)(struct dev_pagemap *pgmap);
	void (*cleanup)(struct dev_pagemap *pgmap);
	vm_fault_t (*migrate_to_ram)(struct vm_fault *vmf);
};

#define PGMAP_ALTMAP_VALID	(1 << 0)

/**
 * struct dev_pagemap - a range of device memory with struct pages
 * @altmap: room for the memmap in the range; only with %PGMAP_ALTMAP_VALID
 * @res: the physical range
 * @ref: the count that keeps the mapping. The owner's, which is live then, or
 *	NULL, and the core uses its own.
 * @internal_ref: the core's count, if the owner gives none
 * @done: completed when the last reference of @internal_ref is put
 * @dev: the device that the mapping goes with; set by the core
 * @type: one of &enum memory_type
 * @flags: PGMAP_* bits
 * @pci_p2pdma_bus_offset: PCI_P2PDMA: bus address less physical address
 * @ops: methods of the owner. DEVDAX and PCI_P2PDMA do without unless they
 *	bring a @ref.
 *
 * The owner clears the structure before it fills it in, and keeps it until the
 * driver core has released what belongs to @dev.
 */
struct dev_pagemap {
	struct vmem_altmap altmap;
	struct resource res;
	struct percpu_ref *ref;
	struct percpu_ref internal_ref;
	struct completion done;
	struct device *dev;
	enum memory_type type;
	unsigned int flags;
	u64 pci_p2pdma_bus_offset;
	const struct dev_pagemap_ops *ops;
};

/* The altmap of a map, or NULL if it has none. */
static inline struct vmem_altmap *pgmap_altmap(struct dev_pagemap *pgmap)
{
	return pgmap->flags & PGMAP_ALTMAP_VALID ? &pgmap->altmap : NULL;
}

#ifdef CONFIG_ZONE_DEVICE
void *devm_memremap_pages(struct device *dev, struct dev_pagemap *pgmap);
void devm_memunmap_pages(struct device *dev, struct dev_pagemap *pgmap);
struct dev_pagemap *get_dev_pagemap(unsigned long pfn,
				    struct dev_pagemap *pgmap);

unsigned long vmem_altmap_offset(struct vmem_altmap *altmap);
void vmem_altmap_free(struct vmem_altmap *altmap, unsigned long nr_pfns);
#else /* !CONFIG_ZONE_DEVICE */
/* Whoever can do without struct pages must not come here, so speak up. */
static inline void *devm_memremap_pages(struct device *dev,
					struct dev_pagemap *pgmap)
{
	WARN_ON_ONCE(1);
	return ERR_PTR(-ENXIO);
}

static inline void devm_memunmap_pages(struct device *dev,
				       struct dev_pagemap *pgmap)
{
}

static inline struct dev_pagemap *get_dev_pagemap(unsigned long pfn,
						  struct dev_pagemap *pgmap)
{
	return NULL;
}

static inline unsigned long vmem_altmap_offset(struct vmem_altmap *altmap)
{
	return 0;
}

static inline void vmem_altmap_free(struct vmem_altmap *altmap,
				    unsigned long nr_pfns)
{
}
#endif /* CONFIG_ZONE_DEVICE */

/**
 * put_dev_pagemap() - give back a reference from get_dev_pagemap()
 * @pgmap: the map, or NULL, and then there is nothing to do
 */
static inline void put_dev_pagemap(struct dev_pagemap *pgmap)
{
	if (pgmap)
		percpu_ref_put(pgmap->ref);
}

#endif /* _LINUX_MEMREMAP_H_ */
