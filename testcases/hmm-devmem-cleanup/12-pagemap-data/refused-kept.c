// SPDX-License-Identifier: GPL-2.0-only
/* A page_free method that somebody else calls, with what he has. */
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct kept_hook {
	void (*idle)(struct page *page, void *data);
};

struct kept {
	struct kept_hook hook;
	struct dev_pagemap map;
	unsigned long idle;
};

void kept_setup(struct kept *k);
void kept_one_more(struct kept *k);
bool kept_is(struct dev_pagemap *map);

static void kept_free(struct page *page, void *data)
{
	struct kept *k = data;

	k->idle++;
}

static const struct dev_pagemap_ops kept_ops = {
	.page_free = kept_free,
};

static const struct kept_hook kept_usual = {
	.idle = kept_free,
};

void kept_setup(struct kept *k)
{
	k->map.data = k;
	k->map.ops = &kept_ops;
	k->hook = kept_usual;
	if (!k->idle)
		k->hook.idle = &kept_free;
}

/* there is no page */
void kept_one_more(struct kept *k)
{
	kept_free(NULL, k);
}

/* no use of it as anything else */
bool kept_is(struct dev_pagemap *map)
{
	return map->ops->page_free == kept_free;
}
