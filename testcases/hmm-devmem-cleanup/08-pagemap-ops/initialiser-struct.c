// SPDX-License-Identifier: GPL-2.0-only
/* Pagemaps in structures that are named in several ways. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static struct drawer {
	const char *label;
	struct percpu_ref ref;
	struct dev_pagemap map;
} the_drawer;

typedef struct {
	struct dev_pagemap map;
	int number;
} box_t;

struct other_ops {
	void (*kill)(struct percpu_ref *ref);
	void (*cleanup)(struct percpu_ref *ref);
};

struct crate {
	struct dev_pagemap map;
	struct other_ops others;
};

static void hold_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void hold_cleanup(struct percpu_ref *ref)
{
	percpu_ref_exit(ref);
}

static struct drawer the_drawer = {
	.label	= "top",
	.map	= {
		.type		= MEMORY_DEVICE_FS_DAX,
		.kill		= hold_kill,
		.cleanup	= hold_cleanup,
		.ref		= &the_drawer.ref,
	},
};
static box_t box = {
	.number = 1,
	.map = { .cleanup = hold_cleanup, .kill = hold_kill },
};

static struct crate crate = {
	.map.type = MEMORY_DEVICE_FS_DAX,
	.others = { .kill = hold_kill, .cleanup = hold_cleanup },
};

int hold_map(struct device *dev);

int hold_map(struct device *dev)
{
	if (!crate.others.kill || box.number != 1)
		return -EINVAL;
	return IS_ERR(devm_memremap_pages(dev, &the_drawer.map)) ? -ENXIO : 0;
}
