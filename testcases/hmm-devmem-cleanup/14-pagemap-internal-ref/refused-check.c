// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static void odd_unmap(void *data)
{
	struct dev_pagemap *pagemap = data;

	pagemap->ops->kill(pagemap);
	pagemap->ops->cleanup(pagemap);
}

void *odd_map(struct device *dev, struct dev_pagemap *pagemap)
{
	int err;

	if (pagemap->ref == NULL || !pagemap->ops || !pagemap->ops->cleanup)
		return ERR_PTR(-EINVAL);
	err = devm_add_action_or_reset(dev, odd_unmap, pagemap);
	return err ? ERR_PTR(err) : pagemap;
}
