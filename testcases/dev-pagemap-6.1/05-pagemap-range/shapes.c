// SPDX-License-Identifier: GPL-2.0-only
/* Ways to say what a map covers. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/string.h>

struct part {
	struct dev_pagemap map;
	u64 first, bytes;
};

struct whole {
	struct part *parts;
	struct dev_pagemap *map;
	struct dev_pagemap three[3];
};

int by_ends(struct part *part, u64 start, u64 size)
{
	part->map.res.start = start;
	part->map.res.end = start + size - 1;
	part->map.res.name = "part";
	part->map.res.flags = IORESOURCE_MEM;
	part->first = part->map.res.start >> 12;
	part->bytes = resource_size(&part->map.res);
	return 0;
}

int by_copy(struct whole *w, struct resource *from, struct resource other)
{
	struct dev_pagemap *map = w->map;

	if (from)
		map->res = *from;
	else
		w->parts[1].map.res = other;
	memcpy(&w->parts->map.res, from, sizeof(*from));
	memcpy(&w->parts[2].map.res, &other, sizeof(w->parts[2].map.res));
	w->three[1].res = *from;
	return map->res.end - map->res.start == 4095;
}

static struct dev_pagemap fixed = {
	.res = {
		.start = 4096,
		.end = 8191,
	},
	.type = MEMORY_DEVICE_FS_DAX,
};

static struct part named = {
	.first = 1,
	.map = {
		.type = MEMORY_DEVICE_FS_DAX,
		.res = { .start = 0, .end = 4095, .name = "named" },
	},
};
