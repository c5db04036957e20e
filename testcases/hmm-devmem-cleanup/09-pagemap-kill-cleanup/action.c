// SPDX-License-Identifier: GPL-2.0-only
/* devm actions: by a function that passes its argument on, and cast. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct thing {
	struct dev_pagemap pgmap;
	struct percpu_ref *counter;
};

static void thing_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void thing_cleanup(struct percpu_ref *ref)
{
	percpu_ref_exit(ref);
}

static void thing_release(void *ref)
{
	thing_cleanup(ref);
}

static const struct dev_pagemap_ops thing_pagemap_ops = {
	.kill = thing_kill,
	.cleanup = thing_cleanup,
};

int thing_map(struct device *dev, struct thing *thing, bool map);

int thing_map(struct device *dev, struct thing *thing, bool map)
{
	int err;

	thing->pgmap.ref = thing->counter;
	thing->pgmap.ops = &thing_pagemap_ops;
	if (map)
		return IS_ERR(devm_memremap_pages(dev, &thing->pgmap));
	err = devm_add_action_or_reset(dev, thing_release, thing->counter);
	if (err)
		return err;
	return devm_add_action(dev, (void (*)(void *))thing_kill,
			       thing->counter);
}
