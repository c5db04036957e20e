// SPDX-License-Identifier: GPL-2.0-only
/* One of two alike lends its count to the other. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/percpu-refcount.h>

struct lender {
	struct percpu_ref users;
	struct completion gone;
	struct dev_pagemap map;
};

static void lender_kill(struct percpu_ref *users)
{
	percpu_ref_kill(users);
}

static void lender_cleanup(struct percpu_ref *users)
{
	struct lender *l = container_of(users, struct lender, users);

	wait_for_completion(&l->gone);
	percpu_ref_exit(users);
}

static const struct dev_pagemap_ops lender_ops = {
	.kill = lender_kill,
	.cleanup = lender_cleanup,
};

void lender_setup(struct lender *first, struct lender *second)
{
	struct dev_pagemap *map = &first->map;

	map->ref = &first->users;
	map->ops = &lender_ops;
	second->map.ref = &first->users;
	second->map.ops = &lender_ops;
}
