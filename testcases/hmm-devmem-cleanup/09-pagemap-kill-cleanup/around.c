// SPDX-License-Identifier: GPL-2.0-only
/* The object around the count: of the file, by typeof, and of two pagemaps. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct lot {
	struct dev_pagemap map;
	struct percpu_ref users;
	struct completion gone;
};

struct pair {
	struct dev_pagemap near, far;
	struct percpu_ref near_users, far_users;
	unsigned long killed;
};

void around_setup(struct pair *pair, struct dev_pagemap *other);

static struct lot the_lot;

static void lot_kill(struct percpu_ref *users)
{
	struct lot *lot = container_of(users, typeof(*lot), users);

	complete(&lot->gone);
	percpu_ref_kill(users);
}

static void lot_cleanup(struct percpu_ref *users)
{
	wait_for_completion(&the_lot.gone);
	percpu_ref_exit(users);
}

static void near_kill(struct percpu_ref *users)
{
	container_of(users, struct pair, near_users)->killed++;
	percpu_ref_kill(users);
}

static void far_kill(struct percpu_ref *users)
{
	struct pair *pair;

	pair = container_of(users, struct pair, far_users);
	pair->killed++;
	percpu_ref_kill(users);
}

static const struct dev_pagemap_ops lot_ops = {
	.kill = lot_kill,
	.cleanup = lot_cleanup,
};

static const struct dev_pagemap_ops near_ops = {
	.kill = near_kill,
	.cleanup = lot_cleanup,
};

static const struct dev_pagemap_ops far_ops = {
	.kill = far_kill,
	.cleanup = lot_cleanup,
};

void around_setup(struct pair *pair, struct dev_pagemap *other)
{
	struct dev_pagemap *map;

	the_lot.map.ref = &the_lot.users;
	the_lot.map.ops = &lot_ops;
	pair->near.ref = &pair->near_users;
	pair->near.ops = &near_ops;
	map = &pair->far;
	map->ref = &pair->far_users;
	map->ops = &far_ops;
	map = &pair->near;
	map = other;
	map->ref = &pair->far_users;
}
