/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LAYOUT_H
#define _LAYOUT_H

#include "deep/inner.h"

struct layout {
	inner_t *inner;
	bank_t *bank;
	cell_t *cell;
};

unsigned long layout_inner(struct page *page);
unsigned long layout_alias(struct page *page);
unsigned long layout_bank(struct page *page);
unsigned long layout_cell(struct dev_pagemap *map);
unsigned long layout_tag(struct dev_pagemap *map);

#endif
