// SPDX-License-Identifier: GPL-2.0-only
/* A caller of a callback that has some reference count. */
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

static const struct dev_pagemap_ops thing_pagemap_ops = {
	.kill = thing_kill,
	.cleanup = thing_cleanup,
};

void thing_stop(struct percpu_ref *ref);

void thing_stop(struct percpu_ref *ref)
{
	thing_kill(ref);
}

int thing_map(struct device *dev, struct thing *thing);

int thing_map(struct device *dev, struct thing *thing)
{
	thing->pgmap.ref = &thing->ref;
	thing->pgmap.ops = &thing_pagemap_ops;
	return IS_ERR(devm_memremap_pages(dev, &thing->pgmap)) ? -ENXIO : 0;
}
