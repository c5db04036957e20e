// SPDX-License-Identifier: GPL-2.0-only
/* A copy with a text behind the members. */
#include <linux/mm_types.h>

struct dev_pagemap;

/**
 * struct dev_pagemap_ops - what a provider does
 *
 * Most of them need one or two.
 *
 * @page_free: the last reference of a page is gone,
 *	and nobody can get another
 * @kill: begin the end
 * @cleanup: wait for it
 *
 * All of them may sleep.
 */
struct dev_pagemap_ops {
	void (*page_free)(struct page *page, void *data);
	void (*kill)(struct dev_pagemap *pgmap);
	void (*cleanup)(struct dev_pagemap *pgmap);
};

unsigned long methods_text_size(void);

unsigned long methods_text_size(void)
{
	return sizeof(struct dev_pagemap_ops);
}
