// SPDX-License-Identifier: GPL-2.0-only
/* A core that asks for the method already, with a table of its own. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/percpu-refcount.h>

enum memory_type {
	MEMORY_DEVICE_PRIVATE = 1,
	MEMORY_DEVICE_FS_DAX,
};

struct dev_pagemap_ops {
	void *(*migrate_to_ram)(void *fault);
};

struct dev_pagemap {
	struct percpu_ref *ref;
	enum memory_type type;
	const struct dev_pagemap_ops *ops;
};

void *devm_memremap_pages(struct device *dev, struct dev_pagemap *pgmap);

void *devm_memremap_pages(struct device *dev, struct dev_pagemap *pgmap)
{
	switch (pgmap->type) {
	case MEMORY_DEVICE_PRIVATE:
		if (!pgmap->ops || !pgmap->ops->migrate_to_ram)
			return ERR_PTR(-ENXIO);
		break;
	default:
		break;
	}
	percpu_ref_get_many(pgmap->ref, 1);
	return dev;
}
