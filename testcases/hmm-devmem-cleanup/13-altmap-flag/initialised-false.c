// SPDX-License-Identifier: GPL-2.0-only
/* False or nothing, in each kind of initialiser. */
#include <linux/memremap.h>

struct none_inside {
	int id;
	struct dev_pagemap pgmap;
};

void none_use(struct dev_pagemap *pgmap);
void none(bool on);

static struct dev_pagemap none_zero = {
	.type = MEMORY_DEVICE_FS_DAX,
	.altmap_valid = 0,
};

static struct dev_pagemap none_one = {
	.type = MEMORY_DEVICE_FS_DAX,
	.altmap_valid = 1,
};

static struct dev_pagemap none_many[] = {
	{ .altmap_valid = 0, .type = MEMORY_DEVICE_FS_DAX, },
};

static struct none_inside none_inside_false = {
	.id = 1,
	.pgmap = {
		.altmap_valid = false,
		.type = MEMORY_DEVICE_FS_DAX,
	},
};

static struct none_inside none_inside_zero = {
	.id = 1,
	.pgmap = {
		.altmap_valid = 0,
		.type = MEMORY_DEVICE_FS_DAX,
	},
};

void none(bool on)
{
	none_use(&(struct dev_pagemap) {
		.type = MEMORY_DEVICE_FS_DAX,
		.altmap_valid = false,
	});
	none_use(&(struct dev_pagemap) {
		.type = MEMORY_DEVICE_FS_DAX,
		.altmap_valid = 0,
	});
	none_use(&none_zero);
	none_use(&none_one);
	none_use(none_many);
	none_use(&none_inside_false.pgmap);
	none_use(&none_inside_zero.pgmap);
}
