// SPDX-License-Identifier: GPL-2.0-only
/* The pair is made through a pointer to the pagemap. */
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

static void thing_cleanup(struct percpu_ref *count)
{
	struct thing *thing = container_of(count, struct thing, ref);

	wait_for_completion(&thing->done);
	percpu_ref_exit(count);
}

static void thing_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static const struct dev_pagemap_ops thing_pagemap_ops = {
	.kill = thing_kill,
	.cleanup = thing_cleanup,
};

int thing_map(struct device *dev, struct thing *thing);

int thing_map(struct device *dev, struct thing *thing)
{
	struct dev_pagemap *pgmap;

	pgmap = &thing->pgmap;
	pgmap->ref = &thing->ref;
	pgmap->ops = &thing_pagemap_ops;
	return IS_ERR(devm_memremap_pages(dev, pgmap)) ? -ENXIO : 0;
}
