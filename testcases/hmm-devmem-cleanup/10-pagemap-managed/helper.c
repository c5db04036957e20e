// SPDX-License-Identifier: GPL-2.0-only
/* Helpers that do more than to switch: what is left of them, and where. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct disk {
	struct dev_pagemap a, b;
	struct dev_pagemap *extra;
	int nr;
};

static void disk_drop(void *data)
{
	dev_pagemap_put_ops();
}

/* goes: one member is all that it sets */
static int disk_kind(struct dev_pagemap *map, struct device *dev)
{
	dev_pagemap_get_ops();
	if (devm_add_action_or_reset(dev, disk_drop, map))
		return -ENOMEM;
	map->type = MEMORY_DEVICE_PRIVATE;
	return 0;
}

/* stays: it counts */
static int disk_count(struct device *dev, struct disk *d)
{
	int err;

	dev_pagemap_get_ops();
	err = devm_add_action_or_reset(dev, disk_drop, NULL);
	if (err)
		return err;
	d->nr++;
	return d->nr > 3 ? -EBUSY : 0;
}

int disk_probe(struct device *dev, struct disk *d)
{
	void *at;
	int rc;

	if (disk_kind(&d->a, dev))
		return -ENOMEM;
	at = devm_memremap_pages(dev, &d->a);
	if (IS_ERR(at))
		return PTR_ERR(at);

	if (disk_kind(d->extra, dev)) {
		dev_warn(dev, "no extra\n");
		return -ENOMEM;
	}
	at = devm_memremap_pages(dev, d->extra);
	if (IS_ERR(at))
		return PTR_ERR(at);

	rc = disk_count(dev, d);
	if (rc)
		return rc;

	rc = disk_kind(&d->b, dev);
	if (rc)
		return rc;
	at = devm_memremap_pages(dev, &d->b);
	return IS_ERR(at) ? PTR_ERR(at) : 0;
}
