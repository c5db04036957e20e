// SPDX-License-Identifier: GPL-2.0-only
/* A core written in another way; some of it serves others, too. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>

/* All that a driver has to tell. */
struct hmm_devmem_ops {
	void (*free)(struct page *page);
};

struct hmm_devmem {
	const struct hmm_devmem_ops *ops;
	struct dev_pagemap pagemap;
};

struct hmm_devmem *hmm_devmem_add(const struct hmm_devmem_ops *ops,
				  struct device *device, unsigned long size);
unsigned long tidy(unsigned long size);

/* How often. */
static unsigned int calls;
static unsigned int turns;

static unsigned long whole(unsigned long size)
{
	turns++;
	return ALIGN(size, PAGE_SIZE);
}

static void give_back(struct page *page)
{
	struct hmm_devmem *mem;

	calls++;
	mem = container_of(page->pgmap, struct hmm_devmem, pagemap);
	mem->ops->free(page);
}

static vm_fault_t no_fault(struct vm_fault *vmf)
{
	return VM_FAULT_SIGBUS;
}

/* The core's own. */
static const struct dev_pagemap_ops table = {
	.page_free = give_back,
	.migrate_to_ram = no_fault,
};

/**
 * hmm_devmem_add() - a driver's memory
 * @ops: its callbacks
 * @device: whose
 * @size: how much
 */
struct hmm_devmem *hmm_devmem_add(const struct hmm_devmem_ops *ops,
				  struct device *device, unsigned long size)
{
	struct hmm_devmem *mem = devm_kzalloc(device, sizeof(*mem), GFP_KERNEL);
	struct resource *res;

	if (!mem)
		return ERR_PTR(-ENOMEM);
	res = devm_request_free_mem_region(device, &iomem_resource, whole(size));
	if (IS_ERR(res))
		return ERR_CAST(res);
	mem->ops = ops;
	mem->pagemap.res = *res;
	mem->pagemap.ops = &table;
	mem->pagemap.type = MEMORY_DEVICE_PRIVATE;
	return mem;
}
EXPORT_SYMBOL_GPL(hmm_devmem_add);

unsigned long tidy(unsigned long size)
{
	return whole(size) + turns;
}
