// SPDX-License-Identifier: GPL-2.0-only
/* A condition for more than the count would hold for some maps only. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static void mix_unmap(void *data)
{
	struct dev_pagemap *pagemap = data;

	pagemap->ops->kill(pagemap);
	pagemap->ops->cleanup(pagemap);
}

void *mix_map(struct device *dev, struct dev_pagemap *pagemap)
{
	int err;

	if (!pagemap->ref || !pagemap->ops || !resource_size(&pagemap->res) ||
	    !pagemap->ops->cleanup)
		return ERR_PTR(-EINVAL);
	err = devm_add_action_or_reset(dev, mix_unmap, pagemap);
	return err ? ERR_PTR(err) : pagemap;
}
