// SPDX-License-Identifier: GPL-2.0-only
/* Ways to get zeroed memory, for a pagemap. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/slab.h>

struct kmem_cache;

void *kvcalloc(size_t n, size_t size, gfp_t flags);
void *vzalloc(unsigned long size);
void *vzalloc_node(unsigned long size, int node);

struct dev_pagemap *whole_kvcalloc(void);
struct dev_pagemap *whole_late_kvcalloc(void);
struct dev_pagemap *whole_vzalloc(void);
struct dev_pagemap *whole_late_vzalloc(void);
struct dev_pagemap *whole_vzalloc_node(void);
struct dev_pagemap *whole_late_vzalloc_node(void);

struct dev_pagemap *whole_kvcalloc(void)
{
	struct dev_pagemap *m = kvcalloc(1, sizeof(*m), GFP_KERNEL);

	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}

struct dev_pagemap *whole_late_kvcalloc(void)
{
	struct dev_pagemap *m;

	m = kvcalloc(1, sizeof(*m), GFP_KERNEL);
	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}

struct dev_pagemap *whole_vzalloc(void)
{
	struct dev_pagemap *m = vzalloc(sizeof(*m));

	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}

struct dev_pagemap *whole_late_vzalloc(void)
{
	struct dev_pagemap *m;

	m = vzalloc(sizeof(*m));
	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}

struct dev_pagemap *whole_vzalloc_node(void)
{
	struct dev_pagemap *m = vzalloc_node(sizeof(*m), 0);

	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}

struct dev_pagemap *whole_late_vzalloc_node(void)
{
	struct dev_pagemap *m;

	m = vzalloc_node(sizeof(*m), 0);
	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}
