// SPDX-License-Identifier: GPL-2.0-only
/* Somebody wants to know whether there is any. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

struct pot {
	struct dev_pagemap map;
	unsigned long idle;
};

int pot_if(struct pot *pot);
int pot_unless(struct pot *pot);
bool pot_null(struct dev_pagemap *map);
bool pot_not_null(struct dev_pagemap *map);
bool pot_no(struct dev_pagemap *map);
void *pot_both(struct pot *pot, struct dev_pagemap *map);

static void pot_free(struct page *page, void *data)
{
	struct pot *pot = data;

	pot->idle++;
}

static const struct dev_pagemap_ops pot_ops = {
	.page_free = pot_free,
};

int pot_if(struct pot *pot)
{
	pot->map.ops = &pot_ops;
	pot->map.data = pot;
	if (pot->map.data)		/* if */
		return 1;
	return 0;
}

int pot_unless(struct pot *pot)
{
	if (!pot->map.data)		/* unless */
		return 1;
	return 0;
}

bool pot_null(struct dev_pagemap *map)
{
	return map->data == NULL;
}

bool pot_not_null(struct dev_pagemap *map)
{
	return map->data != NULL;
}

bool pot_no(struct dev_pagemap *map)
{
	return !map->data;
}

void *pot_both(struct pot *pot, struct dev_pagemap *map)
{
	void *was;

	was = map->data = pot;
	return was;
}
