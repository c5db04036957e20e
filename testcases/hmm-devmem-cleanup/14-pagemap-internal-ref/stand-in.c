// SPDX-License-Identifier: GPL-2.0-only
/* A test that maps nothing, and returns a number. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static void fake_unmap(void *data)
{
	struct dev_pagemap *pagemap = data;

	WARN_ON_ONCE(!pagemap->ref || !pagemap->ops ||
		     !pagemap->ops->kill || !pagemap->ops->cleanup);
	BUG_ON(!pagemap->ops->kill);
	pagemap->ops->kill(pagemap);
	pagemap->ops->cleanup(pagemap);
}

int fake_map(struct device *parent, struct dev_pagemap *pagemap)
{
	int result = 0;

	if (resource_size(&pagemap->res) > PAGE_SIZE) {
		result = devm_add_action(parent, fake_unmap, pagemap);
		if (result)
			fake_unmap(pagemap);
	}
	return result;
}
