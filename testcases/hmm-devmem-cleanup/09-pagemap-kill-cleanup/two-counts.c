// SPDX-License-Identifier: GPL-2.0-only
/* Two counts for one pagemap: container_of() stays on the count. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct thing {
	struct dev_pagemap pgmap;
	struct percpu_ref ref;
	struct dev_pagemap spare;
};

static void thing_cleanup(struct percpu_ref *ref)
{
	struct thing *thing = container_of(ref, struct thing, ref);

	percpu_ref_exit(&thing->ref);
}

static void thing_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static const struct dev_pagemap_ops thing_pagemap_ops = {
	.kill = thing_kill,
	.cleanup = thing_cleanup,
};

int thing_map(struct device *dev, struct thing *thing, bool spare);

int thing_map(struct device *dev, struct thing *thing, bool spare)
{
	struct dev_pagemap *pgmap = spare ? &thing->spare : &thing->pgmap;

	thing->pgmap.ref = &thing->ref;
	thing->spare.ref = &thing->ref;
	pgmap->ops = &thing_pagemap_ops;
	return IS_ERR(devm_memremap_pages(dev, pgmap)) ? -ENXIO : 0;
}
