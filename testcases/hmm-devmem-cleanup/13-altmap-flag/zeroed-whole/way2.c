// SPDX-License-Identifier: GPL-2.0-only
/* Ways to get zeroed memory, for a pagemap. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/slab.h>

struct kmem_cache;

void *kcalloc_node(size_t n, size_t size, gfp_t flags, int node);
void *kvzalloc(size_t size, gfp_t flags);
void *kvzalloc_node(size_t size, gfp_t flags, int node);

struct dev_pagemap *whole_kcalloc_node(void);
struct dev_pagemap *whole_late_kcalloc_node(void);
struct dev_pagemap *whole_kvzalloc(void);
struct dev_pagemap *whole_late_kvzalloc(void);
struct dev_pagemap *whole_kvzalloc_node(void);
struct dev_pagemap *whole_late_kvzalloc_node(void);

struct dev_pagemap *whole_kcalloc_node(void)
{
	struct dev_pagemap *m = kcalloc_node(1, sizeof(*m), GFP_KERNEL, 0);

	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}

struct dev_pagemap *whole_late_kcalloc_node(void)
{
	struct dev_pagemap *m;

	m = kcalloc_node(1, sizeof(*m), GFP_KERNEL, 0);
	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}

struct dev_pagemap *whole_kvzalloc(void)
{
	struct dev_pagemap *m = kvzalloc(sizeof(*m), GFP_KERNEL);

	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}

struct dev_pagemap *whole_late_kvzalloc(void)
{
	struct dev_pagemap *m;

	m = kvzalloc(sizeof(*m), GFP_KERNEL);
	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}

struct dev_pagemap *whole_kvzalloc_node(void)
{
	struct dev_pagemap *m = kvzalloc_node(sizeof(*m), GFP_KERNEL, 0);

	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}

struct dev_pagemap *whole_late_kvzalloc_node(void)
{
	struct dev_pagemap *m;

	m = kvzalloc_node(sizeof(*m), GFP_KERNEL, 0);
	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}
