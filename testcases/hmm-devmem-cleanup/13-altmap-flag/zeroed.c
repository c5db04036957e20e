// SPDX-License-Identifier: GPL-2.0-only
/* Where "false" says nothing new, and where it may. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/slab.h>

struct zeroed {
	int id;
	struct dev_pagemap pgmap;
};

int zeroed_fill(struct dev_pagemap *pgmap);
struct zeroed *zeroed_new(struct device *dev);
struct zeroed *zeroed_declared(void);
struct dev_pagemap *zeroed_whole(struct device *dev);
struct zeroed *zeroed_filled(struct device *dev);
struct zeroed *zeroed_maybe(struct device *dev, struct zeroed *z);
struct zeroed *zeroed_not(void);
int zeroed_set_first(struct device *dev, bool on);
void zeroed_branch(struct device *dev, bool on);

/* gone, in these three */
struct zeroed *zeroed_new(struct device *dev)
{
	struct zeroed *z;

	z = devm_kzalloc(dev, sizeof(*z), GFP_KERNEL);
	if (!z)
		return ERR_PTR(-ENOMEM);
	z->id = 1;
	z->pgmap.type = MEMORY_DEVICE_FS_DAX;
	z->pgmap.altmap_valid = false;
	return z;
}

struct zeroed *zeroed_declared(void)
{
	struct zeroed *z = kzalloc(sizeof(*z), GFP_KERNEL);

	if (z)
		z->id = 2;
	if (!z)
		return NULL;
	z->pgmap.altmap_valid = false;
	zeroed_fill(&z->pgmap);
	return z;
}

struct dev_pagemap *zeroed_whole(struct device *dev)
{
	struct dev_pagemap *pgmap = devm_kzalloc(dev, sizeof(*pgmap),
						 GFP_KERNEL);

	if (!pgmap)
		return NULL;
	pgmap->type = MEMORY_DEVICE_FS_DAX;
	pgmap->altmap_valid = false;
	return pgmap;
}

/* who has the pointer may have set it */
struct zeroed *zeroed_filled(struct device *dev)
{
	struct zeroed *z = devm_kzalloc(dev, sizeof(*z), GFP_KERNEL);

	if (!z)
		return NULL;
	if (zeroed_fill(&z->pgmap))
		z->pgmap.altmap_valid = true;
	z->pgmap.altmap_valid = false;
	return z;
}

/* one way leads around the allocation */
struct zeroed *zeroed_maybe(struct device *dev, struct zeroed *z)
{
	if (!z) {
		z = devm_kzalloc(dev, sizeof(*z), GFP_KERNEL);
		if (!z)
			return NULL;
	}
	z->pgmap.altmap_valid = false;
	return z;
}

struct zeroed *zeroed_not(void)
{
	struct zeroed *z = kmalloc(sizeof(*z), GFP_KERNEL);

	if (!z)
		return NULL;
	z->pgmap.altmap_valid = false;
	return z;
}

int zeroed_set_first(struct device *dev, bool on)
{
	struct zeroed *z = devm_kzalloc(dev, sizeof(*z), GFP_KERNEL);

	if (!z)
		return -ENOMEM;
	if (on)
		z->pgmap.altmap_valid = true;
	if (z->id)
		goto out;
	z->pgmap.altmap_valid = false;
out:
	return z->id;
}

/* the only statement of a branch cannot go */
void zeroed_branch(struct device *dev, bool on)
{
	struct zeroed *z = devm_kzalloc(dev, sizeof(*z), GFP_KERNEL);

	if (!z)
		return;
	if (on)
		z->pgmap.altmap_valid = false;
	else
		z->id = 3;
}
