// SPDX-License-Identifier: GPL-2.0-only
/* Assignments whose value is used, and arithmetic. */
#include <linux/memremap.h>

bool refused_values(struct dev_pagemap *pgmap, struct dev_pagemap *other,
		    bool on);

bool refused_values(struct dev_pagemap *pgmap, struct dev_pagemap *other,
		    bool on)
{
	pgmap->altmap_valid = other->altmap_valid = on;
	if ((pgmap->altmap_valid = !on))
		return true;
	other->altmap_valid ^= on;
	return on;
}

void refused_steps(struct dev_pagemap *maps, int n, bool on);
struct dev_pagemap *next_map(void);

void refused_steps(struct dev_pagemap *maps, int n, bool on)
{
	int i = 0;

	while (i < n)
		maps[i++].altmap_valid |= on;
	next_map()->altmap_valid &= on;
	next_map()->altmap_valid |= true;
	maps[i].altmap_valid |= on;
}
