// SPDX-License-Identifier: GPL-2.0-only
/* A page_free method may be named in many places that are right afterwards, too. */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct tray {
	struct dev_pagemap map;
	struct dev_pagemap_ops own;
	unsigned long idle;
};

struct tray_kind {
	const char *name;
	struct dev_pagemap_ops ops;
};

void tray_free(struct page *page, void *data);
void tray_setup(struct tray *t);
bool tray_is(struct dev_pagemap *map);

void tray_free(struct page *page, void *data)
{
	struct tray *t = data;

	t->idle++;
}
EXPORT_SYMBOL_GPL(tray_free);

static const struct dev_pagemap_ops tray_ops = {
	.page_free = &tray_free,
};

static const struct dev_pagemap_ops tray_all[] = {
	{
		.page_free = tray_free,
	}, {
		.page_free = tray_free,
	},
};

static const struct tray_kind tray_kind = {
	.name = "tray",
	.ops = {
		.page_free = tray_free,
	},
};

void tray_setup(struct tray *t)
{
	t->map.data = t;
	t->map.ops = t->idle ? &tray_ops : &tray_all[1];
	t->own.page_free = tray_free;
	if (!t->idle)
		t->map.ops = t->own.page_free ? &t->own : &tray_kind.ops;
}

bool tray_is(struct dev_pagemap *map)
{
	return map->ops->page_free == tray_free ||
	       tray_free != tray_kind.ops.page_free;
}
