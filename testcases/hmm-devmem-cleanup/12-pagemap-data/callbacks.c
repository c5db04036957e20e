// SPDX-License-Identifier: GPL-2.0-only
/* What the methods do with the pointer, and who else calls them. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

struct crate {
	struct dev_pagemap map;
	unsigned long idle;
};

static void crate_free(struct page *page, void *arg);

void crate_note(struct crate *crate, int why);
void crate_drop(struct crate *crate, struct page *page);
void crate_setup(struct crate *crate, int how);
void crate_hand_on(struct page *page);

static void crate_free_first(struct page *page, void *arg)
{
	int why = 1;

	crate_note(arg, why);
	if (page_count(page))
		crate_note(arg, 2);
}

static void crate_free_next(struct page *page, void *arg)
{
	crate_note(arg, 3);
}

static void crate_free_plain(struct page *page, void *arg)
{
	unsigned long was;
	struct crate *crate;

	crate = arg;
	was = crate->idle++;
	crate_note(crate, was);
}

/* one passes it on to another */
static void crate_free_relay(struct page *page, void *arg)
{
	put_page(page);
	crate_free(page, arg);
}

static void crate_free(struct page *page, void *arg)
{
	struct crate *crate = (struct crate *)arg;

	crate->idle++;
}

static const struct dev_pagemap_ops crate_first = { .page_free = crate_free_first };
static const struct dev_pagemap_ops crate_next = { .page_free = crate_free_next };
static const struct dev_pagemap_ops crate_plain = { .page_free = crate_free_plain };
static const struct dev_pagemap_ops crate_relay = { .page_free = crate_free_relay };
static const struct dev_pagemap_ops crate_own = { .page_free = crate_free };

void crate_drop(struct crate *crate, struct page *page)
{
	crate_free(page, crate);
	crate_free_plain(page, NULL);
	crate_free_plain(page, page->pgmap->data);
}

void crate_setup(struct crate *crate, int how)
{
	crate->map.data = crate;
	switch (how) {
	case 1:
		crate->map.ops = &crate_first;
		break;
	case 2:
		crate->map.ops = &crate_next;
		break;
	case 3:
		crate->map.ops = &crate_plain;
		break;
	case 4:
		crate->map.ops = &crate_relay;
		break;
	default:
		crate->map.ops = &crate_own;
		break;
	}
}

void crate_hand_on(struct page *page)
{
	const struct dev_pagemap_ops *ops = page->pgmap->ops;
	struct crate *crate = page->pgmap->data;

	ops->page_free(page, crate);
	page->pgmap->ops->page_free(page, page->pgmap->data);
	ops->page_free(page, NULL);
}
