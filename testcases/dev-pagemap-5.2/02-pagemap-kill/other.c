// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/memremap.h>

/* The count of a queue has nothing to do with a map. */
struct queue {
	struct percpu_ref busy;
	int depth;
};

static void queue_stop(void *data)
{
	struct queue *q = data;

	percpu_ref_kill(&q->busy);
}

int queue_start(struct device *dev, struct queue *q)
{
	return devm_add_action_or_reset(dev, queue_stop, q);
}
