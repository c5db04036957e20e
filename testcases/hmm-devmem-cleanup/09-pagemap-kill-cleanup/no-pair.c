// SPDX-License-Identifier: GPL-2.0-only
/* The count is not known to be one of the object with the pagemap. */
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

struct owner {
	struct percpu_ref ref;
	struct thing *thing;
};

static void thing_cleanup(struct percpu_ref *ref)
{
	struct owner *owner = container_of(ref, struct owner, ref);

	wait_for_completion(&owner->thing->done);
	percpu_ref_exit(ref);
}

static void thing_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static const struct dev_pagemap_ops thing_pagemap_ops = {
	.kill = thing_kill,
	.cleanup = thing_cleanup,
};

int thing_map(struct device *dev, struct owner *owner);

int thing_map(struct device *dev, struct owner *owner)
{
	struct thing *thing = owner->thing;

	thing->pgmap.ref = &owner->ref;
	thing->pgmap.ops = &thing_pagemap_ops;
	return IS_ERR(devm_memremap_pages(dev, &thing->pgmap)) ? -ENXIO : 0;
}
