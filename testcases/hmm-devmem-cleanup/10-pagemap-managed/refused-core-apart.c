// SPDX-License-Identifier: GPL-2.0-only
/* The functions have a file of their own. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static atomic_t wanted;

static inline void *devm_memremap_pages_stub(struct device *dev)
{
	return dev;
}

void *core_stub(struct device *dev);

void *core_stub(struct device *dev)
{
	return devm_memremap_pages_stub(dev);
}

void dev_pagemap_get_ops(void)
{
	if (atomic_inc_return(&wanted) == 1)
		static_branch_enable(&devmap_managed_key);
}
EXPORT_SYMBOL(dev_pagemap_get_ops);

void dev_pagemap_put_ops(void)
{
	if (!atomic_dec_return(&wanted))
		static_branch_disable(&devmap_managed_key);
}
EXPORT_SYMBOL(dev_pagemap_put_ops);
