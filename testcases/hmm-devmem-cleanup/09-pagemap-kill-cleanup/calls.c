// SPDX-License-Identifier: GPL-2.0-only
/* Who calls the methods, and who calls the callbacks. */
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
	thing_kill(ref);
	percpu_ref_exit(ref);
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

void thing_stop(struct thing *thing, struct dev_pagemap *pgmap);

void thing_stop(struct thing *thing, struct dev_pagemap *pgmap)
{
	struct percpu_ref *ref = pgmap->ref;

	pgmap->ops->kill(ref);
	pgmap->ops->cleanup(pgmap->ref);
	thing->pgmap.ops->kill(thing->pgmap.ref);
	thing_kill(pgmap->ref);
	thing_kill(thing->pgmap.ref);
	thing_cleanup(&thing->ref);
}
