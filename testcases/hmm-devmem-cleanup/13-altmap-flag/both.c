// SPDX-License-Identifier: GPL-2.0-only
/* One of each in the same function: told apart by their types. */
#include <linux/memremap.h>

struct both {
	bool altmap_valid;
	struct dev_pagemap pgmap;
	struct dev_pagemap *other;
};

bool both(struct both *b, struct dev_pagemap pgmap);

bool both(struct both *b, struct dev_pagemap pgmap)
{
	b->altmap_valid = b->pgmap.altmap_valid;
	b->other->altmap_valid = b->altmap_valid;
	if (pgmap.altmap_valid && b->altmap_valid)
		b->pgmap.altmap_valid = true;
	return b->altmap_valid;
}
