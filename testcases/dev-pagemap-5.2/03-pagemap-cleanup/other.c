// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/percpu-refcount.h>

static void ring_exit(void *data)
{
	percpu_ref_exit(data);
}

/* Nobody is given this count. */
int ring_start(struct device *dev, void *ring)
{
	return devm_add_action_or_reset(dev, ring_exit, ring);
}
