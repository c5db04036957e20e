// SPDX-License-Identifier: GPL-2.0-only
/* Who calls and tests the callbacks. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct holder {
	struct dev_pagemap pgmap;
	struct dev_pagemap *other;
};

int holder_stop(struct holder *holder, struct page *page);

int holder_stop(struct holder *holder, struct page *page)
{
	struct dev_pagemap *pgmap = holder->other;

	if (!pgmap->ref || !pgmap->kill || !pgmap->cleanup)
		return -EINVAL;
	if (pgmap->page_free)
		pgmap->page_free(page, pgmap->data);
	if (!holder->pgmap.kill)
		return pgmap->page_free ? 1 : 0;
	holder->pgmap.kill(holder->pgmap.ref);
	holder->other->cleanup(holder->other->ref);
	page->pgmap->page_free(page, page->pgmap->data);
	return pgmap->type && pgmap->kill;
}
