// SPDX-License-Identifier: GPL-2.0-only
/* Ways to get zeroed memory, around a pagemap. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/slab.h>

struct kmem_cache;

void *kmem_cache_zalloc(struct kmem_cache *cache, gfp_t flags);
void *devm_kcalloc(struct device *dev, size_t n, size_t size, gfp_t flags);

struct member_one {
	int id;
	struct dev_pagemap pgmap;
};

struct member_one *member_kmem_cache_zalloc(struct kmem_cache *cache);
struct member_one *member_late_kmem_cache_zalloc(struct kmem_cache *cache);
struct member_one *member_devm_kzalloc(struct device *dev);
struct member_one *member_late_devm_kzalloc(struct device *dev);
struct member_one *member_devm_kcalloc(struct device *dev);
struct member_one *member_late_devm_kcalloc(struct device *dev);

struct member_one *member_kmem_cache_zalloc(struct kmem_cache *cache)
{
	struct member_one *m = kmem_cache_zalloc(cache, GFP_KERNEL);

	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}

struct member_one *member_late_kmem_cache_zalloc(struct kmem_cache *cache)
{
	struct member_one *m;

	m = kmem_cache_zalloc(cache, GFP_KERNEL);
	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}

struct member_one *member_devm_kzalloc(struct device *dev)
{
	struct member_one *m = devm_kzalloc(dev, sizeof(*m), GFP_KERNEL);

	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}

struct member_one *member_late_devm_kzalloc(struct device *dev)
{
	struct member_one *m;

	m = devm_kzalloc(dev, sizeof(*m), GFP_KERNEL);
	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}

struct member_one *member_devm_kcalloc(struct device *dev)
{
	struct member_one *m = devm_kcalloc(dev, 1, sizeof(*m), GFP_KERNEL);

	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}

struct member_one *member_late_devm_kcalloc(struct device *dev)
{
	struct member_one *m;

	m = devm_kcalloc(dev, 1, sizeof(*m), GFP_KERNEL);
	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}
