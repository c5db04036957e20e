// SPDX-License-Identifier: GPL-2.0-only
/* Nothing is checked. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static atomic_t wanted;

void *devm_memremap_pages(struct device *dev, struct dev_pagemap *pgmap)
{
	int err = pgmap->ref ? 0 : -EINVAL;

	if (err)
		return ERR_PTR(err);
	return dev;
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
