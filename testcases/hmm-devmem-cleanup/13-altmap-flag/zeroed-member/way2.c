// SPDX-License-Identifier: GPL-2.0-only
/* Ways to get zeroed memory, around a pagemap. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/slab.h>

struct kmem_cache;

void *kcalloc_node(size_t n, size_t size, gfp_t flags, int node);
void *kvzalloc(size_t size, gfp_t flags);
void *kvzalloc_node(size_t size, gfp_t flags, int node);

struct member_one {
	int id;
	struct dev_pagemap pgmap;
};

struct member_one *member_kcalloc_node(void);
struct member_one *member_late_kcalloc_node(void);
struct member_one *member_kvzalloc(void);
struct member_one *member_late_kvzalloc(void);
struct member_one *member_kvzalloc_node(void);
struct member_one *member_late_kvzalloc_node(void);

struct member_one *member_kcalloc_node(void)
{
	struct member_one *m = kcalloc_node(1, sizeof(*m), GFP_KERNEL, 0);

	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}

struct member_one *member_late_kcalloc_node(void)
{
	struct member_one *m;

	m = kcalloc_node(1, sizeof(*m), GFP_KERNEL, 0);
	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}

struct member_one *member_kvzalloc(void)
{
	struct member_one *m = kvzalloc(sizeof(*m), GFP_KERNEL);

	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}

struct member_one *member_late_kvzalloc(void)
{
	struct member_one *m;

	m = kvzalloc(sizeof(*m), GFP_KERNEL);
	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}

struct member_one *member_kvzalloc_node(void)
{
	struct member_one *m = kvzalloc_node(sizeof(*m), GFP_KERNEL, 0);

	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}

struct member_one *member_late_kvzalloc_node(void)
{
	struct member_one *m;

	m = kvzalloc_node(sizeof(*m), GFP_KERNEL, 0);
	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}
