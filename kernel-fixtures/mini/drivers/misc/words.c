// SPDX-License-Identifier: GPL-2.0-only
/*
 * Words in comments and strings are no uses: dev_pagemap_get_ops(), struct
 * hmm_device, MEMORY_DEVICE_PUBLIC, pgmap->altmap_valid, _vm_normal_page(),
 * is_device_public_page(), hmm_devmem_add_resource(), hmm_data.
 */
#include <linux/kernel.h>
#include <linux/init.h>

/* hmm_device_new() is not called, and device_private_entry_fault() neither. */
static const char * const words[] = {
	"hmm_device_new", "hmm_device_put", "struct p2pdma_pagemap",
	"pgmap->kill(pgmap->ref)", "altmap_valid = true",
	"setup_pagemap_fsdax", "dev_page_free_t",
};

#if 0
/* Nor does anybody compile this. */
static void old_way(struct dev_pagemap *pgmap)
{
	pgmap->altmap_valid = true;
	pgmap->kill(pgmap->ref);
	dev_pagemap_put_ops();
}
#endif

static int __init words_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		pr_info("altmap_valid and %s\n", words[i]);
	return 0;
}
device_initcall(words_init);
