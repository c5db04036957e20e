// SPDX-License-Identifier: GPL-2.0-only
/* Ways to get zeroed memory, around a pagemap. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/slab.h>

struct kmem_cache;

void *kvcalloc(size_t n, size_t size, gfp_t flags);
void *vzalloc(unsigned long size);
void *vzalloc_node(unsigned long size, int node);

struct member_one {
	int id;
	struct dev_pagemap pgmap;
};

struct member_one *member_kvcalloc(void);
struct member_one *member_late_kvcalloc(void);
struct member_one *member_vzalloc(void);
struct member_one *member_late_vzalloc(void);
struct member_one *member_vzalloc_node(void);
struct member_one *member_late_vzalloc_node(void);

struct member_one *member_kvcalloc(void)
{
	struct member_one *m = kvcalloc(1, sizeof(*m), GFP_KERNEL);

	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}

struct member_one *member_late_kvcalloc(void)
{
	struct member_one *m;

	m = kvcalloc(1, sizeof(*m), GFP_KERNEL);
	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}

struct member_one *member_vzalloc(void)
{
	struct member_one *m = vzalloc(sizeof(*m));

	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}

struct member_one *member_late_vzalloc(void)
{
	struct member_one *m;

	m = vzalloc(sizeof(*m));
	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}

struct member_one *member_vzalloc_node(void)
{
	struct member_one *m = vzalloc_node(sizeof(*m), 0);

	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}

struct member_one *member_late_vzalloc_node(void)
{
	struct member_one *m;

	m = vzalloc_node(sizeof(*m), 0);
	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}
