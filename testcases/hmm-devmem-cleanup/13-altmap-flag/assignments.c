// SPDX-License-Identifier: GPL-2.0-only
/* True, false, and what is not known before it runs. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/slab.h>

struct assigned {
	unsigned long flags;
	struct dev_pagemap pgmap;
};

void assigned_set(struct dev_pagemap *pgmap, bool on);
void assigned_value(struct assigned *a, bool on, bool also);
void assigned_branch(struct assigned *a, bool on, bool also);

void assigned_set(struct dev_pagemap *pgmap, bool on)
{
	pgmap->altmap_valid = true;
	if (on)
		pgmap->altmap_valid = 1;
	else
		pgmap->altmap_valid = 0;
	pgmap->altmap_valid = false;
}

void assigned_value(struct assigned *a, bool on, bool also)
{
	a->flags = 0;
	a->pgmap.altmap_valid = on && a->pgmap.altmap.free;
	a->pgmap.altmap_valid |= also;
	a->pgmap.altmap_valid &= on;
}

void assigned_branch(struct assigned *a, bool on, bool also)
{
	if (on)
		a->pgmap.altmap_valid = also;
	else
		a->flags = 1;
	if (on)
		a->pgmap.altmap_valid |= also;
}
