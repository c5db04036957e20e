// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the compiler takes and a parser of C without its preprocessor does not:
 * functions made of macros that are no expressions.
 */
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/export.h>

#define FUNCTION(type, name, ...)	type name(__VA_ARGS__)
#define BEGIN				{
#define END				}
#define WHEN				if (
#define DO				)
#define OTHERWISE			else

bool macros_covers(struct dev_pagemap *pgmap, phys_addr_t phys)
{
	return phys >= pgmap->res.start && phys <= pgmap->res.end;
}
EXPORT_SYMBOL_GPL(macros_covers);

/* no parser without a preprocessor reads this one */
FUNCTION(unsigned long, macros_last_pfn, struct dev_pagemap *pgmap)
BEGIN
	unsigned long pfn = PHYS_PFN(pgmap->res.end);

	WHEN pgmap->type == MEMORY_DEVICE_PRIVATE DO
		pfn += 0;
	OTHERWISE
		pfn += pgmap->altmap.align;
	return pfn;
END
EXPORT_SYMBOL_GPL(macros_last_pfn);

/* but this one again */
bool macros_has_altmap(struct dev_pagemap *pgmap)
{
	return pgmap->ref && pgmap->altmap_valid;
}
EXPORT_SYMBOL_GPL(macros_has_altmap);
