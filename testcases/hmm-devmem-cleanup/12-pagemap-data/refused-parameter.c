// SPDX-License-Identifier: GPL-2.0-only
/* The parameters are variables, and the methods are called in odd ways. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

struct vat {
	struct dev_pagemap map;
	unsigned long idle;
};

struct page *vat_next(struct page *page);
void *vat_find(struct page *page);
void vat_look(struct page **page);
void vat_seek(void **data);
void vat_setup(struct vat *vat, int how, struct page *page);

static void vat_free_page(struct page *page, void *data)
{
	struct vat *vat = data;

	page = vat_next(page);
	vat->idle += page_count(page);
}

static void vat_free_data(struct page *page, void *data)
{
	struct vat *vat;

	data = vat_find(page);
	vat = data;
	vat->idle++;
}

static void vat_free_page_at(struct page *page, void *data)
{
	struct vat *vat = data;

	vat_look(&page);
	vat->idle++;
}

static void vat_free_data_at(struct page *page, void *data)
{
	vat_seek(&data);
}

static const struct dev_pagemap_ops vat_ops1 = { .page_free = vat_free_page };
static const struct dev_pagemap_ops vat_ops2 = { .page_free = vat_free_data };
static const struct dev_pagemap_ops vat_ops3 = { .page_free = vat_free_page_at };
static const struct dev_pagemap_ops vat_ops4 = { .page_free = vat_free_data_at };

void vat_setup(struct vat *vat, int how, struct page *page)
{
	vat->map.data = vat;
	vat->map.ops = how == 1 ? &vat_ops1 : how == 2 ? &vat_ops2 :
		       how == 3 ? &vat_ops3 : &vat_ops4;
	vat_free_page(page, vat_find(page));
	page->pgmap->ops->page_free(page, vat_find(page));
}
