// SPDX-License-Identifier: GPL-2.0-only
/* The mapping is done by a function that gets the pagemap. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct card {
	struct percpu_ref users;
	struct dev_pagemap pages;
	struct dev_pagemap typed;
};

static int card_map(struct device *dev, struct dev_pagemap *pages)
{
	void *at = devm_memremap_pages(dev, pages);

	return IS_ERR(at);
}

int card_probe(struct device *dev, struct card *c)
{
	int err;

	c->pages.ref = &c->users;
	err = card_map(dev, &c->pages);
	if (err)
		return err;

	c->typed.ref = &c->users;
	c->typed.type = MEMORY_DEVICE_FS_DAX;
	return card_map(dev, &c->typed);
}
