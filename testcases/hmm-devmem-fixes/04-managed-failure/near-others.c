// SPDX-License-Identifier: GPL-2.0-only
/*
 * Somebody's ref and internal_ref that are not those of a pagemap, and an error
 * between; "pgmap->ref = &pgmap->internal_ref" is said in words only.
 */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/xarray.h>

struct radio {
	struct percpu_ref *ref;
	struct percpu_ref internal_ref;
	const char *name;
};

int radio_on(struct radio *r, struct device *dev)
{
	r->ref = &r->internal_ref;
	r->name = "map->ref = &map->internal_ref";
	if (!dev)
		return -ENODEV;
	return 0;
}
