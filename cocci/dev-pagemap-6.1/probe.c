// SPDX-License-Identifier: GPL-2.0-only
/* A kernel that compiles this has what the series leads to: 6.1 and later. */
#include <linux/memremap.h>
#include <linux/migrate.h>

u64 probe(struct dev_pagemap *pgmap, struct migrate_vma *args);

u64 probe(struct dev_pagemap *pgmap, struct migrate_vma *args)
{
	struct percpu_ref *ref = &pgmap->ref;

	return args->fault_page && ref && pgmap->owner ? pgmap->range.start : 0;
}
