// SPDX-License-Identifier: GPL-2.0-only
/* Only page_free is set, the rest is set elsewhere. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct thing {
	struct dev_pagemap pgmap;
	struct percpu_ref ref;
	struct completion done;
};

static void thing_page_free(struct page *page, void *data)
{
	wake_up_var(&page->_refcount);
}

void thing_set(struct thing *thing);

void thing_set(struct thing *thing)
{
	thing->pgmap.page_free = thing_page_free;
}
