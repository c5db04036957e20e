// SPDX-License-Identifier: GPL-2.0-only
/* Nobody sets data here: what tests it finds NULL. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct jar {
	struct dev_pagemap map;
	unsigned long idle;
};

void *jar_map(struct device *dev, struct jar *jar);

static void jar_free(struct page *page, void *data)
{
	struct jar *jar = data;

	if (!jar)
		return;
	jar->idle++;
}

static void jar_drop(struct page *page, void *data)
{
	if (data != NULL)
		put_page(page);
}

static void jar_late(struct page *page, void *data)
{
	struct jar *jar;

	put_page(page);
	jar = data;
	if (jar)
		jar->idle++;
}

static void jar_cast(struct page *page, void *data)
{
	struct jar *jar = (struct jar *)data;

	if (jar != NULL)
		jar->idle++;
}

static void jar_cast_late(struct page *page, void *data)
{
	struct jar *jar;

	jar = (struct jar *)data;
	if (jar == NULL)
		return;
	jar->idle++;
}

static const struct dev_pagemap_ops jar_ops = {
	.page_free = jar_free,
};

static const struct dev_pagemap_ops drop_ops = {
	.page_free = jar_drop,
};

static const struct dev_pagemap_ops late_ops = {
	.page_free = jar_late,
};

static const struct dev_pagemap_ops cast_ops = {
	.page_free = jar_cast,
};

static const struct dev_pagemap_ops cast_late_ops = {
	.page_free = jar_cast_late,
};

void *jar_map(struct device *dev, struct jar *jar)
{
	if (jar->idle > 2)
		jar->map.ops = jar->idle & 1 ? &cast_ops : &cast_late_ops;
	jar->map.ops = jar->idle ? &jar_ops : &drop_ops;
	if (jar->idle > 1)
		jar->map.ops = &late_ops;
	return devm_memremap_pages(dev, &jar->map);
}
