// SPDX-License-Identifier: GPL-2.0-only
/* The functions of a count as methods. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/percpu-refcount.h>

struct direct {
	struct percpu_ref users;
	struct dev_pagemap map;
};

static void direct_wait(struct percpu_ref *users)
{
	percpu_ref_exit(users);
}

static const struct dev_pagemap_ops direct_ops = {
	.kill = percpu_ref_kill,
	.cleanup = direct_wait,
};

/* Its name is what the function around percpu_ref_kill() would have. */
static int both_kill;

static const struct dev_pagemap_ops both_ops = {
	.kill = &percpu_ref_kill,
	.cleanup = percpu_ref_exit,
};

static const struct dev_pagemap_ops table = {
	.kill = percpu_ref_kill,
	.cleanup = &percpu_ref_exit,
};

void direct_setup(struct direct *d, int which)
{
	d->map.ref = &d->users;
	d->map.ops = which == both_kill ? &direct_ops : which ? &both_ops : &table;
}

/* And on a count that is no pagemap's. */
void direct_other(struct percpu_ref *other)
{
	percpu_ref_kill(other);
	percpu_ref_exit(other);
}
