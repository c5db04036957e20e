// SPDX-License-Identifier: GPL-2.0-only
/* A copy of the table for a model of the core, with the new method already. */
#include <linux/types.h>

struct page;
struct dev_pagemap;
struct vm_fault;

/**
 * struct dev_pagemap_ops - what a provider does
 * @page_free: the last reference of a page is gone
 */
struct dev_pagemap_ops {
	void (*page_free)(struct page *page, void *data);
	void (*kill)(struct dev_pagemap *pgmap);
	void (*cleanup)(struct dev_pagemap *pgmap);
	unsigned int (*migrate_to_ram)(struct vm_fault *vmf);
};

unsigned long methods_size(void);

unsigned long methods_size(void)
{
	return sizeof(struct dev_pagemap_ops);
}
