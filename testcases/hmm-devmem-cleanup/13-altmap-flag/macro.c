// SPDX-License-Identifier: GPL-2.0-only
/* Bodies of macros. */
#include <linux/memremap.h>

#define HAS_ALTMAP(p)		((p)->altmap_valid)
#define LACKS_ALTMAP(p)		(!(p)->altmap_valid)
#define ALTMAP_OF(p)		((p)->altmap_valid ? &(p)->altmap : NULL)

struct vmem_altmap *macro_altmap(struct dev_pagemap *pgmap);

struct vmem_altmap *macro_altmap(struct dev_pagemap *pgmap)
{
	if (LACKS_ALTMAP(pgmap))
		return NULL;
	return HAS_ALTMAP(pgmap) ? ALTMAP_OF(pgmap) : NULL;
}
