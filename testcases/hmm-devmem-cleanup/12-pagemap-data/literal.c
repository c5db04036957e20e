// SPDX-License-Identifier: GPL-2.0-only
/* All members at once. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

struct sheet {
	struct dev_pagemap map;
	struct dev_pagemap more;
	struct percpu_ref ref;
	unsigned long idle, more_idle;
};

void sheet_setup(struct sheet *sheet, struct resource *res);

static void sheet_free(struct page *page, void *data)
{
	struct sheet *sheet = data;

	sheet->idle++;
}

static void sheet_free_more(struct page *page, void *data)
{
	struct sheet *sheet = data;

	sheet->more_idle++;
}

static const struct dev_pagemap_ops sheet_ops = {
	.page_free = sheet_free,
};

static const struct dev_pagemap_ops sheet_more_ops = {
	.page_free = sheet_free_more,
};

void sheet_setup(struct sheet *sheet, struct resource *res)
{
	memcpy(&sheet->map, &(struct dev_pagemap) {
		.res = *res,
		.ref = &sheet->ref,
		.data = sheet,
		.ops = &sheet_ops,
	}, sizeof(sheet->map));
	memcpy(&sheet->more, &(struct dev_pagemap) {
		.res = res[1],
		.ref = &sheet->ref,
		.data = sheet,
		.ops = &sheet_more_ops,
	}, sizeof(sheet->more));
}
