// SPDX-License-Identifier: GPL-2.0-only
/* A bit has no address, and is no object. */
#include <linux/compiler.h>
#include <linux/kernel.h>
#include <linux/memremap.h>

bool refused_address(struct dev_pagemap *pgmap, struct dev_pagemap by_value);

bool refused_address(struct dev_pagemap *pgmap, struct dev_pagemap by_value)
{
	bool *valid = &pgmap->altmap_valid;

	if (*valid)
		return READ_ONCE(pgmap->altmap_valid);
	WRITE_ONCE(by_value.altmap_valid, true);
	return sizeof(pgmap->altmap_valid) == 1 && by_value.altmap_valid;
}
