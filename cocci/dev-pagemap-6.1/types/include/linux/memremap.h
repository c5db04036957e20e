/* SPDX-License-Identifier: GPL-2.0-only */
/* Types only: mappings of device memory, as a 5.3 kernel has them. */
#ifndef _LINUX_MEMREMAP_H_
#define _LINUX_MEMREMAP_H_
#include <linux/completion.h>
#include <linux/ioport.h>
#include <linux/mm_types.h>
#include <linux/percpu-refcount.h>

struct device;

enum memory_type {
	MEMORY_DEVICE_PRIVATE = 1,
	MEMORY_DEVICE_FS_DAX,
	MEMORY_DEVICE_DEVDAX,
	MEMORY_DEVICE_PCI_P2PDMA,
};

struct vmem_altmap {
	const unsigned long base_pfn;
	const unsigned long reserve;
	unsigned long free;
	unsigned long align;
	unsigned long alloc;
};

struct dev_pagemap_ops {
	void (*page_free)(struct page *page);
	void (*kill)(struct dev_pagemap *pgmap);
	void (*cleanup)(struct dev_pagemap *pgmap);
	vm_fault_t (*migrate_to_ram)(struct vm_fault *vmf);
};

#define PGMAP_ALTMAP_VALID	(1 << 0)

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

void *devm_memremap_pages(struct device *dev, struct dev_pagemap *pgmap);
void devm_memunmap_pages(struct device *dev, struct dev_pagemap *pgmap);
struct dev_pagemap *get_dev_pagemap(unsigned long pfn,
				    struct dev_pagemap *pgmap);

#endif
