// SPDX-License-Identifier: GPL-2.0-only
/* Ways to get zeroed memory, around a pagemap. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/slab.h>

struct kmem_cache;

void *kzalloc_node(size_t size, gfp_t flags, int node);
void *kcalloc(size_t n, size_t size, gfp_t flags);

struct member_one {
	int id;
	struct dev_pagemap pgmap;
};

struct member_one *member_kzalloc(void);
struct member_one *member_late_kzalloc(void);
struct member_one *member_kzalloc_node(void);
struct member_one *member_late_kzalloc_node(void);
struct member_one *member_kcalloc(void);
struct member_one *member_late_kcalloc(void);

struct member_one *member_kzalloc(void)
{
	struct member_one *m = kzalloc(sizeof(*m), GFP_KERNEL);

	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}

struct member_one *member_late_kzalloc(void)
{
	struct member_one *m;

	m = (struct member_one *)kzalloc(sizeof(*m), GFP_KERNEL);
	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}

struct member_one *member_kzalloc_node(void)
{
	struct member_one *m = kzalloc_node(sizeof(*m), GFP_KERNEL, 0);

	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}

struct member_one *member_late_kzalloc_node(void)
{
	struct member_one *m;

	m = kzalloc_node(sizeof(*m), GFP_KERNEL, 0);
	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}

struct member_one *member_kcalloc(void)
{
	struct member_one *m = kcalloc(1, sizeof(*m), GFP_KERNEL);

	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}

struct member_one *member_late_kcalloc(void)
{
	struct member_one *m;

	m = kcalloc(1, sizeof(*m), GFP_KERNEL);
	if (!m)
		return NULL;
	m->id = 1;
	m->pgmap.altmap_valid = false;
	return m;
}
