// SPDX-License-Identifier: GPL-2.0-only
/* The type is set, in one way or another. MEMORY_DEVICE_DEVDAX is not for us. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/string.h>

struct gpu {
	struct percpu_ref users;
	struct dev_pagemap vram;
	struct dev_pagemap *extra;
};

/* another struct, whose type is nobody's business here */
struct other_map {
	int type;
	struct dev_pagemap *ref;
};

static void gpu_kind(struct dev_pagemap *map)
{
	map->type = MEMORY_DEVICE_FS_DAX;
}

static void gpu_kind_too(struct dev_pagemap *map)
{
	gpu_kind(map);
}

/* by a helper of a helper */
void *gpu_one(struct device *dev, struct gpu *g)
{
	g->vram.ref = &g->users;
	gpu_kind_too(&g->vram);
	return devm_memremap_pages(dev, &g->vram);
}

/* by another name */
void *gpu_two(struct device *dev, struct gpu *g)
{
	struct dev_pagemap *map = g->extra;

	g->extra->type = MEMORY_DEVICE_PRIVATE;
	return devm_memremap_pages(dev, map);
}

/* by an initialiser */
static struct dev_pagemap fixed = {
	.type = MEMORY_DEVICE_PCI_P2PDMA,
};

void *gpu_three(struct device *dev)
{
	return devm_memremap_pages(dev, &fixed);
}

/* by a copy */
void *gpu_four(struct device *dev, struct gpu *g)
{
	struct dev_pagemap *map = g->extra;

	memcpy(map, &fixed, sizeof(fixed));
	return devm_memremap_pages(dev, map);
}

void *gpu_five(struct device *dev, struct dev_pagemap *to)
{
	struct dev_pagemap local = {
		.type = MEMORY_DEVICE_FS_DAX,
	};
	struct gpu *g = dev_get_drvdata(dev);

	memcpy(&g->vram, &local, sizeof(local));
	return devm_memremap_pages(dev, &g->vram);
}

/* before, in a function that the same caller calls */
struct late {
	struct dev_pagemap map;
};

static void late_init(struct late *l)
{
	l->map.type = MEMORY_DEVICE_PRIVATE;
}

static void *late_map(struct device *dev, struct late *l)
{
	return devm_memremap_pages(dev, &l->map);
}

void *late_probe(struct device *dev, struct late *l)
{
	late_init(l);
	return late_map(dev, l);
}

/* on each path, or unless it has one */
void *gpu_six(struct device *dev, struct gpu *g, bool private)
{
	if (private)
		g->vram.type = MEMORY_DEVICE_PRIVATE;
	else
		g->vram.type = MEMORY_DEVICE_FS_DAX;
	return devm_memremap_pages(dev, &g->vram);
}

void *gpu_seven(struct device *dev, struct gpu *g)
{
	if (!g->vram.type)
		g->vram.type = MEMORY_DEVICE_FS_DAX;
	return devm_memremap_pages(dev, &g->vram);
}

void *gpu_eight(struct device *dev, struct gpu *g, struct resource *res)
{
	memcpy(&g->vram, &(struct dev_pagemap) {
		.res = *res,
		.type = MEMORY_DEVICE_FS_DAX,
	}, sizeof(g->vram));
	return devm_memremap_pages(dev, &g->vram);
}

/* devm_memremap_pages(dev, &nothing) is only said here */
const char *gpu_says = "devm_memremap_pages(dev, map)";

int other_type(struct other_map *o)
{
	return o->type;
}
