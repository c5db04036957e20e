// SPDX-License-Identifier: GPL-2.0-only
/* Each way to get at it again. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

struct tray {
	struct dev_pagemap map;
	struct list_head list;
	unsigned long idle;
};

bool reads_same(struct tray *tray, struct page *page);
bool reads_other(struct tray *tray, struct page *page);
bool reads_is(struct tray *tray, struct page *page);
bool reads_is_not(struct tray *tray, struct page *page);
bool reads_cookie(void *cookie, struct page *page);
void *reads_opaque(struct page *page);
struct tray *reads_cast(struct dev_pagemap *map);
unsigned long reads_late(struct dev_pagemap *map);
void reads_call(struct page *page);
void reads_setup(struct tray *tray);

static void reads_count(struct tray *tray)
{
	tray->idle++;
}

static void reads_free(struct page *page, void *data)
{
	reads_count(data);
}

static const struct dev_pagemap_ops reads_ops = {
	.page_free = reads_free,
};

void reads_setup(struct tray *tray)
{
	tray->map.ops = &reads_ops;
	tray->map.data = (void *)tray;
}

bool reads_same(struct tray *tray, struct page *page)
{
	return tray == page->pgmap->data;
}

bool reads_other(struct tray *tray, struct page *page)
{
	return tray != page->pgmap->data;
}

bool reads_is(struct tray *tray, struct page *page)
{
	return page->pgmap->data == tray;
}

bool reads_is_not(struct tray *tray, struct page *page)
{
	return page->pgmap->data != tray;
}

bool reads_cookie(void *cookie, struct page *page)
{
	return cookie == page->pgmap->data;
}

void *reads_opaque(struct page *page)
{
	void *opaque = page->pgmap->data;

	return opaque;
}

struct tray *reads_cast(struct dev_pagemap *map)
{
	return (struct tray *)map->data;
}

unsigned long reads_late(struct dev_pagemap *map)
{
	struct tray *tray;

	tray = (struct tray *)map->data;
	reads_count(tray);
	tray = map->data;
	return tray->idle;
}

void reads_call(struct page *page)
{
	reads_count(page->pgmap->data);
}
