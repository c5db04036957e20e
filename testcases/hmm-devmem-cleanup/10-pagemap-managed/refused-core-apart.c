// SPDX-License-Identifier: GPL-2.0-only
/* The functions have a file of their own, with a stand-in for the other. */
#include <linux/atomic.h>
#include <linux/device.h>
#include <linux/export.h>

struct dev_pagemap;

static atomic_t wanted;

void dev_pagemap_get_ops(void);
void dev_pagemap_put_ops(void);
void *core_stub(struct device *dev, struct dev_pagemap *pgmap);

static inline void *devm_memremap_pages(struct device *dev,
					struct dev_pagemap *pgmap)
{
	return dev;
}

void *core_stub(struct device *dev, struct dev_pagemap *pgmap)
{
	return devm_memremap_pages(dev, pgmap);
}

void dev_pagemap_get_ops(void)
{
	atomic_inc(&wanted);
}
EXPORT_SYMBOL(dev_pagemap_get_ops);

void dev_pagemap_put_ops(void)
{
	atomic_dec(&wanted);
}
EXPORT_SYMBOL(dev_pagemap_put_ops);
