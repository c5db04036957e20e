// SPDX-License-Identifier: GPL-2.0-only
/* Ways to get zeroed memory, for a pagemap. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/slab.h>

struct kmem_cache;

void *kzalloc_node(size_t size, gfp_t flags, int node);
void *kcalloc(size_t n, size_t size, gfp_t flags);

struct dev_pagemap *whole_kzalloc(void);
struct dev_pagemap *whole_late_kzalloc(void);
struct dev_pagemap *whole_kzalloc_node(void);
struct dev_pagemap *whole_late_kzalloc_node(void);
struct dev_pagemap *whole_kcalloc(void);
struct dev_pagemap *whole_late_kcalloc(void);

struct dev_pagemap *whole_kzalloc(void)
{
	struct dev_pagemap *m = kzalloc(sizeof(*m), GFP_KERNEL);

	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}

struct dev_pagemap *whole_late_kzalloc(void)
{
	struct dev_pagemap *m;

	m = (struct dev_pagemap *)kzalloc(sizeof(*m), GFP_KERNEL);
	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}

struct dev_pagemap *whole_kzalloc_node(void)
{
	struct dev_pagemap *m = kzalloc_node(sizeof(*m), GFP_KERNEL, 0);

	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}

struct dev_pagemap *whole_late_kzalloc_node(void)
{
	struct dev_pagemap *m;

	m = kzalloc_node(sizeof(*m), GFP_KERNEL, 0);
	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}

struct dev_pagemap *whole_kcalloc(void)
{
	struct dev_pagemap *m = kcalloc(1, sizeof(*m), GFP_KERNEL);

	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}

struct dev_pagemap *whole_late_kcalloc(void)
{
	struct dev_pagemap *m;

	m = kcalloc(1, sizeof(*m), GFP_KERNEL);
	if (!m)
		return NULL;
	m->type = MEMORY_DEVICE_FS_DAX;
	m->altmap_valid = false;
	return m;
}
