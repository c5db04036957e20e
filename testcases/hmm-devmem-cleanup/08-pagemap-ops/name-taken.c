// SPDX-License-Identifier: GPL-2.0-only
/* The table's first name is in use already, in a comment too. */
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
	struct thing *thing = container_of(ref, struct thing, ref);

	wait_for_completion(&thing->done);
	percpu_ref_exit(ref);
}

int thing_map(struct device *dev, struct thing *thing);

/* thing_map_pagemap_ops would be a good name as well */
static const int thing_pagemap_ops = 1;

int thing_map(struct device *dev, struct thing *thing)
{
	thing->pgmap.data = (void *)&thing_pagemap_ops;
	thing->pgmap.kill = thing_kill;
	thing->pgmap.cleanup = thing_cleanup;
	return IS_ERR(devm_memremap_pages(dev, &thing->pgmap)) ? -ENXIO : 0;
}
