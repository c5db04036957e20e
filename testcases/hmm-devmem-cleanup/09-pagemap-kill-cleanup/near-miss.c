// SPDX-License-Identifier: GPL-2.0-only
/* Functions and calls of the same names that are no callbacks. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct thing {
	struct dev_pagemap pgmap;
	struct percpu_ref ref;
	struct completion done;
};

static void thing_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void thing_cleanup(struct percpu_ref *ref)
{
	percpu_ref_exit(ref);
}

struct mock_ops {
	void (*kill)(struct percpu_ref *ref);
	void (*cleanup)(struct percpu_ref *ref);
};

struct mock {
	const struct mock_ops *ops;
	struct percpu_ref *ref;
};

static const struct mock_ops mock_ops = {
	.kill = thing_kill,
	.cleanup = thing_cleanup,
};

/* pgmap->ops->kill(pgmap->ref) is what others do */
void mock_stop(struct mock *pgmap);

void mock_stop(struct mock *pgmap)
{
	pgmap->ops = &mock_ops;
	pgmap->ops->kill(pgmap->ref);
	pgmap->ops->cleanup(pgmap->ref);
	thing_kill(pgmap->ref);
}
