// SPDX-License-Identifier: GPL-2.0-only
/* Ways to get zeroed memory, for a pagemap. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/slab.h>

struct kmem_cache;

void *kmem_cache_zalloc(struct kmem_cache *cache, gfp_t flags);
void *devm_kcalloc(struct device *dev, size_t n, size_t size, gfp_t flags);

struct dev_pagemap *whole_kmem_cache_zalloc(struct kmem_cache *cache);
struct dev_pagemap *whole_late_kmem_cache_zalloc(struct kmem_cache *cache);
struct dev_pagemap *whole_devm_kzalloc(struct device *dev);
struct dev_pagemap *whole_late_devm_kzalloc(struct device *dev);
struct dev_pagemap *whole_devm_kcalloc(struct device *dev);
struct dev_pagemap *whole_late_devm_kcalloc(struct device *dev);

struct dev_pagemap *whole_kmem_cache_zalloc(struct kmem_cache *cache)
{
	struct dev_pagemap *m = kmem_cache_zalloc(cache, GFP_KERNEL);

	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}

struct dev_pagemap *whole_late_kmem_cache_zalloc(struct kmem_cache *cache)
{
	struct dev_pagemap *m;

	m = kmem_cache_zalloc(cache, GFP_KERNEL);
	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}

struct dev_pagemap *whole_devm_kzalloc(struct device *dev)
{
	struct dev_pagemap *m = devm_kzalloc(dev, sizeof(*m), GFP_KERNEL);

	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}

struct dev_pagemap *whole_late_devm_kzalloc(struct device *dev)
{
	struct dev_pagemap *m;

	m = devm_kzalloc(dev, sizeof(*m), GFP_KERNEL);
	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}

struct dev_pagemap *whole_devm_kcalloc(struct device *dev)
{
	struct dev_pagemap *m = devm_kcalloc(dev, 1, sizeof(*m), GFP_KERNEL);

	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}

struct dev_pagemap *whole_late_devm_kcalloc(struct device *dev)
{
	struct dev_pagemap *m;

	m = devm_kcalloc(dev, 1, sizeof(*m), GFP_KERNEL);
	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}
