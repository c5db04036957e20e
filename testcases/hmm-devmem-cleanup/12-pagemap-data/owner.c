// SPDX-License-Identifier: GPL-2.0-only
// The pagemap is part of what data points to: several ways to say so.
#include <linux/mm.h>
#include <linux/memremap.h>
#include <linux/slab.h>

struct pool {
	unsigned long idle;
	struct dev_pagemap map;
	struct percpu_ref ref;
};

static void pool_count(struct pool *pool, struct page *page)
{
	pool->idle += page_count(page);
}

static void pool_page_free(struct page *pg, void *arg)
{
	struct pool *pool = arg;

	pool->idle++;
}

static void pool_page_free_later(struct page *pg, void *arg)
{
	struct pool *pool;

	pool = (struct pool *)arg;
	pool->idle++;
}

static void pool_page_free_passes(struct page *pg, void *arg)
{
	pool_count(arg, pg);
}

static void pool_page_free_cast(struct page *pg, void *arg)
{
	unsigned long before = 1;

	((struct pool *)arg)->idle += before;
}

static void pool_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void pool_cleanup(struct dev_pagemap *pgmap)
{
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops pool_ops = {
	.page_free = pool_page_free,
	.kill = pool_kill,
	.cleanup = pool_cleanup,
};

static const struct dev_pagemap_ops pool_ops_later = {
	.page_free = pool_page_free_later,
	.kill = pool_kill,
	.cleanup = pool_cleanup,
};

static const struct dev_pagemap_ops pool_ops_passes = {
	.page_free = pool_page_free_passes,
	.kill = pool_kill,
	.cleanup = pool_cleanup,
};

static const struct dev_pagemap_ops pool_ops_cast = {
	.page_free = pool_page_free_cast,
	.kill = pool_kill,
	.cleanup = pool_cleanup,
};

void *pool_map(struct device *dev, struct pool *pool, int how);
void *pool_map(struct device *dev, struct pool *pool, int how)
{
	struct dev_pagemap *map = &pool->map;

	pool->map.ref = &pool->ref;
	pool->map.ops = &pool_ops;
	if (how == 1)
		map->ops = &pool_ops_later;
	if (how == 2)
		map->ops = &pool_ops_passes;
	if (how == 3)
		map->ops = &pool_ops_cast;
	map->data = pool;
	return devm_memremap_pages(dev, map);
}

struct pool *pool_of(struct page *page);
struct pool *pool_of(struct page *page)
{
	return page->pgmap->data;
}

bool pool_owns(struct pool *pool, struct page *page);
bool pool_owns(struct pool *pool, struct page *page)
{
	return page->pgmap->data == pool;
}

unsigned long pool_idle(struct dev_pagemap *map);
unsigned long pool_idle(struct dev_pagemap *map)
{
	struct pool *pool = map->data;

	return pool->idle;
}
