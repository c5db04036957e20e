// SPDX-License-Identifier: GPL-2.0-only
/* Code that is not compiled, above each thing that goes and one that stays. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/slab.h>

#if 0
int above_first;
#endif
struct hmm_devmem_ops {
	void (*free)(struct page *page);
};

#if 0
int above_second;
#endif
struct hmm_devmem {
	struct dev_pagemap pagemap;
};

struct hmm_devmem *hmm_devmem_add(const struct hmm_devmem_ops *ops,
				  struct device *device, unsigned long size);
int above_other(int id);

#if 0
int above_third;
#endif
static int above_fill(struct hmm_devmem *mem)
{
	return mem->pagemap.type != MEMORY_DEVICE_PRIVATE;
}

#if 0
int above_fourth;
#endif
struct hmm_devmem *hmm_devmem_add(const struct hmm_devmem_ops *ops,
				  struct device *device, unsigned long size)
{
	struct hmm_devmem *mem = devm_kzalloc(device, size, GFP_KERNEL);

	return mem && above_fill(mem) ? mem : ERR_PTR(-ENOMEM);
}
EXPORT_SYMBOL(hmm_devmem_add);

#if 0
int above_fifth;
#endif
int above_other(int id)
{
	return id + 1;
}
