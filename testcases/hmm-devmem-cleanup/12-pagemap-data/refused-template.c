// SPDX-License-Identifier: GPL-2.0-only
/* Initialised with something that the pagemap is not part of. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

struct owner {
	unsigned long idle;
};

struct bin {
	const char *name;
	struct dev_pagemap map;
};

static struct owner the_owner;

void template_setup(struct bin *bin, struct owner *owner);

static void bin_free(struct page *page, void *data)
{
	struct owner *owner = data;

	owner->idle++;
}

static const struct dev_pagemap_ops bin_ops = {
	.page_free = bin_free,
};

static struct dev_pagemap alone = {
	.data = &the_owner,
	.ops = &bin_ops,
};

static struct bin within = {
	.name = "bin",
	.map = {
		.ops = &bin_ops,
		.data = &the_owner,	/* within */
	},
};

void template_setup(struct bin *bin, struct owner *owner)
{
	if (within.name)
		memcpy(&bin->map, &alone, sizeof(alone));
	else
		memcpy(&bin->map, &(struct dev_pagemap) {
			.ops = &bin_ops,
			.data = owner,
		}, sizeof(bin->map));
}
