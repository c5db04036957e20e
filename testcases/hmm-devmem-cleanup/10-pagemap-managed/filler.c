// SPDX-License-Identifier: GPL-2.0-only
/* What is left of a helper is one member: its callers set that. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct fill {
	struct dev_pagemap a, b;
	struct dev_pagemap *p, *q;
	int nr;
};

int fill_first(struct fill *f);
int fill_second(struct fill *f);
int fill_third(struct fill *f);
int fill_kept(struct fill *f);
int fill_last(struct fill *f);

static int fill_kind(struct dev_pagemap *map)
{
	dev_pagemap_get_ops();
	map->type = MEMORY_DEVICE_PRIVATE;
	return 0;
}

/* its result is of use */
static int fill_other(struct device *dev, struct dev_pagemap *map, int why)
{
	dev_pagemap_get_ops();
	map->type = MEMORY_DEVICE_PRIVATE;
	return 0;
}

int fill_first(struct fill *f)
{
	int err, ret;

	fill_kind(&f->a);
	fill_kind(f->p);
	err = fill_kind(&f->b);
	if (err != 0)
		return err;
	ret = fill_kind(f->q);
	if (ret < 0) {
		f->nr--;
		return ret;
	}
	f->nr++;
	return 0;
}

int fill_second(struct fill *f)
{
	int rc;

	rc = fill_kind(&f->b);
	if (rc < 0)
		return rc;
	rc = fill_kind(f->q);
	if (rc)
		return rc;
	return f->nr;
}

int fill_third(struct fill *f)
{
	int rc, no;

	rc = fill_kind(&f->b);
	if (rc)
		return rc;
	no = fill_kind(f->q);
	if (no != 0)
		return no;
	return f->nr;
}

int fill_kept(struct fill *f)
{
	if (fill_other(NULL, &f->a, 1))
		return -EBUSY;
	return fill_other(NULL, f->p, 2);
}

static int fill_put(struct dev_pagemap *map)
{
	map->type = MEMORY_DEVICE_FS_DAX;
	dev_pagemap_put_ops();
	return 0;
}

static int fill_plain(struct dev_pagemap *map)
{
	map->type = MEMORY_DEVICE_FS_DAX;
	return 0;
}

int fill_last(struct fill *f)
{
	int rc;

	rc = fill_plain(f->p);
	if (rc)
		return rc;
	fill_put(&f->a);
	return 0;
}
