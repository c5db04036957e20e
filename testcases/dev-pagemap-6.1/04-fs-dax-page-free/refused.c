// SPDX-License-Identifier: GPL-2.0-only
#include <linux/memremap.h>

void wake_up_var(void *var);

static int idle;

static void counts(struct page *page)
{
	idle++;
	wake_up_var(&page->_refcount);
}

static const struct dev_pagemap_ops counts_ops = {
	.page_free = counts,
};

static struct dev_pagemap fixed = {
	.type = MEMORY_DEVICE_FS_DAX,
	.ops = &counts_ops,
};
