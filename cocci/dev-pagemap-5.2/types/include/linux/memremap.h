/* SPDX-License-Identifier: GPL-2.0-only */
/* Types only: mappings of device memory, as 4.15 and 4.16 have them. */
#ifndef _LINUX_MEMREMAP_H_
#define _LINUX_MEMREMAP_H_
#include <linux/ioport.h>
#include <linux/percpu-refcount.h>

struct device;
struct page;

typedef void (*dev_page_free_t)(struct page *page, void *data);

struct vmem_altmap {
	const unsigned long base_pfn;
	const unsigned long reserve;
	unsigned long free;
	unsigned long align;
	unsigned long alloc;
};

/* As a driver can have one since 4.16; before that it is the core's. */
struct dev_pagemap {
	dev_page_free_t page_free;
	struct vmem_altmap altmap;
	bool altmap_valid;
	struct resource res;
	struct percpu_ref *ref;
	struct device *dev;
	void *data;
	int type;
};

void *devm_memremap_pages(struct device *dev, struct resource *res,
			  struct percpu_ref *ref, struct vmem_altmap *altmap);

#endif
