// SPDX-License-Identifier: GPL-2.0-only
/* Of two callbacks that write to it, one declares variables. */
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

static void thing_cleanup(struct percpu_ref *ref)
{
	int i = 0;

	ref = i ? NULL : ref;
	percpu_ref_exit(ref);
}

static void thing_kill(struct percpu_ref *ref)
{
	if (!ref->release)
		ref = NULL;
	percpu_ref_kill(ref);
}

static const struct dev_pagemap_ops thing_pagemap_ops = {
	.kill = thing_kill,
	.cleanup = thing_cleanup,
};

int thing_map(struct device *dev, struct thing *thing);

int thing_map(struct device *dev, struct thing *thing)
{
	thing->pgmap.ref = &thing->ref;
	thing->pgmap.ops = &thing_pagemap_ops;
	return IS_ERR(devm_memremap_pages(dev, &thing->pgmap)) ? -ENXIO : 0;
}
