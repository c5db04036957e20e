// SPDX-License-Identifier: GPL-2.0-only
/* There is more than one pagemap, and nothing says which one this is. */
#include <linux/mm.h>
#include <linux/memremap.h>

struct several {
	struct {
		struct dev_pagemap map;
	} inner;
	struct dev_pagemap map;
	unsigned long idle;
};

struct banks {
	struct dev_pagemap banks[4];
	unsigned long idle;
};

struct sides {
	struct dev_pagemap left, right;
	unsigned long idle;
};

unsigned long several_idle(struct page *page);
unsigned long banks_idle(struct page *page);
unsigned long sides_idle(struct dev_pagemap *map);

unsigned long several_idle(struct page *page)
{
	struct several *several = page->pgmap->data;

	return several->idle;
}

unsigned long banks_idle(struct page *page)
{
	struct banks *banks = page->pgmap->data;

	return banks->idle;
}

unsigned long sides_idle(struct dev_pagemap *map)
{
	struct sides *sides = map->data;

	return sides->idle;
}
