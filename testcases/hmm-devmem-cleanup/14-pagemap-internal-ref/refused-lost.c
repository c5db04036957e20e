// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static void lost_unmap(void *data)
{
	struct dev_pagemap *pagemap = data;

	pagemap->ops->kill(pagemap);
	pagemap->ops->cleanup(pagemap);
}

bool lost_map(struct device *dev, struct dev_pagemap *pagemap)
{
	if (devm_add_action_or_reset(dev, lost_unmap, pagemap))
		return false;
	return true;
}
