// SPDX-License-Identifier: GPL-2.0-only
/* Reads, where truth matters and where a value does. */
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/memremap.h>

struct reads {
	struct dev_pagemap pgmap;
	struct dev_pagemap *other;
	bool had_altmap;
};

bool reads_altmap(struct reads *r);
int reads_count(struct reads *r, struct dev_pagemap *maps, int nr);

bool reads_altmap(struct reads *r)
{
	bool both = r->pgmap.altmap_valid && r->other->altmap_valid;

	if (r->pgmap.altmap_valid)
		return true;
	if (!r->other->altmap_valid)
		return false;
	if (!r->pgmap.altmap_valid || !(r->other->altmap_valid))
		both = !both;
	if (unlikely(r->pgmap.altmap_valid == false))
		pr_info("no altmap\n");
	WARN_ON(r->other->altmap_valid);
	r->had_altmap = r->pgmap.altmap_valid;
	return r->pgmap.altmap_valid == r->other->altmap_valid || both;
}

int reads_count(struct reads *r, struct dev_pagemap *maps, int nr)
{
	int i, n = r->pgmap.altmap_valid ? 1 : 0;

	for (i = 0; i < nr; i++) {
		n += maps[i].altmap_valid;
		while (maps[i].altmap_valid != true)
			i++;
	}
	pr_info("%d, and %d\n", n, (*maps).altmap_valid);
	return n;
}
