// SPDX-License-Identifier: GPL-2.0-only
/* What the structures look like is said in headers only. */
#include <linux/mm.h>
#include <linux/memremap.h>
#include "layout.h"

unsigned long layout_inner(struct page *page)
{
	struct inner *inner = page->pgmap->data;

	return inner->idle;
}

unsigned long layout_alias(struct page *page)
{
	inner_t *inner;

	inner = page->pgmap->data;
	return inner->idle;
}

unsigned long layout_bank(struct page *page)
{
	bank_t *bank = page->pgmap->data;

	return bank->idle;
}

unsigned long layout_cell(struct dev_pagemap *map)
{
	cell_t *cell = map->data;

	return cell->idle;
}

unsigned long layout_tag(struct dev_pagemap *map)
{
	struct cell *cell = map->data;

	return cell->idle;
}
