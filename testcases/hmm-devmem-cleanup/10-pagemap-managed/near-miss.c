// SPDX-License-Identifier: GPL-2.0-only
/* Not dev_pagemap_get_ops() of the core. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct page_ops {
	void (*dev_get_ops)(void);
};

static int users;

static void pagemap_put_ops(void *data)
{
	users--;
}

int near_probe(struct device *dev, struct page_ops *o)
{
	const char *say = "dev_pagemap_put_ops";

	o->dev_get_ops();
	users++;
	if (devm_add_action_or_reset(dev, pagemap_put_ops, (void *)say))
		return -ENOMEM;
	return 0;
}
