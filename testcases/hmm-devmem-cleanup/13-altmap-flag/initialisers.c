// SPDX-License-Identifier: GPL-2.0-only
/* Designated initialisers. */
#include <linux/memremap.h>

struct initialised {
	int id;
	struct dev_pagemap pgmap;
};

void initialisers_use(struct dev_pagemap *pgmap);
void initialisers(bool on);

static struct dev_pagemap initialised_true = {
	.type = MEMORY_DEVICE_FS_DAX,
	.altmap_valid = true,
};

static struct dev_pagemap initialised_false = {
	.type = MEMORY_DEVICE_FS_DAX,
	.altmap_valid = false,
};

static struct dev_pagemap initialised_many[] = {
	{ .altmap_valid = true, .type = MEMORY_DEVICE_FS_DAX, },
	{ .altmap_valid = false, .type = MEMORY_DEVICE_FS_DAX, },
};

static struct initialised initialised_inside = {
	.id = 1,
	.pgmap = {
		.altmap_valid = true,
		.type = MEMORY_DEVICE_FS_DAX,
	},
};

void initialisers(bool on)
{
	struct dev_pagemap local = {
		.altmap_valid = on,
		.type = MEMORY_DEVICE_FS_DAX,
	};

	initialisers_use(&(struct dev_pagemap) {
		.type = MEMORY_DEVICE_FS_DAX,
		.altmap_valid = true,
	});
	initialisers_use(&local);
	initialisers_use(&initialised_true);
	initialisers_use(&initialised_false);
	initialisers_use(initialised_many);
	initialisers_use(&initialised_inside.pgmap);
}
