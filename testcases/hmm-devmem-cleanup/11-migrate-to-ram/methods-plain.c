// SPDX-License-Identifier: GPL-2.0-only
/* A copy without a word on the members. */
#include <linux/mm_types.h>

struct dev_pagemap;

/*
 * What a provider can do.
 */
struct dev_pagemap_ops {
	void (*page_free)(struct page *page, void *data);
	void (*kill)(struct dev_pagemap *pgmap);
	void (*cleanup)(struct dev_pagemap *pgmap);
};

unsigned long methods_plain_size(void);

unsigned long methods_plain_size(void)
{
	return sizeof(struct dev_pagemap_ops);
}
