// SPDX-License-Identifier: GPL-2.0-only
#include <linux/memremap.h>

struct page *pfn_to_page(unsigned long pfn);
struct page *alloc_page(int flags);
void get_page(struct page *page);
void lock_page(struct page *page);

struct pool {
	struct dev_pagemap map;
	struct page *head;
	unsigned long next;
};

void pool_set_up(struct pool *pool)
{
	pool->map.type = MEMORY_DEVICE_PRIVATE;
}

struct page *pool_take(struct pool *pool)
{
	struct page *page = pool->head;

	if (page)
		pool->head = page->zone_device_data;
	else
		page = pfn_to_page(pool->next++);
	get_page(page);
	lock_page(page);
	return page;
}

struct page *pool_later(struct pool *pool)
{
	struct page *p = pool->head;

	get_page(p);
	lock_page(p);
	p->zone_device_data = pool;
	return p;
}

struct page *of_the_system(void)
{
	struct page *page;

	page = alloc_page(0);
	get_page(page);
	lock_page(page);
	return page;
}
