// SPDX-License-Identifier: GPL-2.0-only
/* Stands in for the real one where that is not built. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/export.h>

struct dev_pagemap;

void *stub_map(struct device *host, struct dev_pagemap *map);

static inline void *devm_memremap_pages(struct device *dev,
					struct dev_pagemap *pgmap)
{
	return ERR_PTR(-ENXIO);
}

void *stub_map(struct device *host, struct dev_pagemap *map)
{
	return devm_memremap_pages(host, map);
}
EXPORT_SYMBOL_GPL(stub_map);
