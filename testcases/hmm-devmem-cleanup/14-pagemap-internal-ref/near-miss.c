// SPDX-License-Identifier: GPL-2.0-only
/*
 * A driver that takes its own map down early, by its own methods; and a map and
 * an ops that are not those of the core.
 */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct radio;

struct radio_ops {
	void (*kill)(struct radio *r);
	void (*cleanup)(struct radio *r);
};

struct radio {
	const struct radio_ops *ops;
	struct percpu_ref *ref;
	struct dev_pagemap map;
};

/* not dev_pagemap_kill() */
static void radio_off(void *data)
{
	struct radio *r = data;

	WARN_ON(!r->ops->kill || !r->ops->cleanup);
	r->ops->kill(r);
	r->ops->cleanup(r);
}

int radio_on(struct device *dev, struct radio *r)
{
	int err;

	if (!r->ref || !r->ops || !r->ops->kill || !r->ops->cleanup)
		return -EINVAL;
	err = devm_add_action_or_reset(dev, radio_off, r);
	return err;
}

void radio_early(struct radio *r)
{
	r->map.ops->kill(&r->map);
	r->map.ops->cleanup(&r->map);
}
