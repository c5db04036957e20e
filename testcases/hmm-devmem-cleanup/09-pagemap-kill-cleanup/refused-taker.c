// SPDX-License-Identifier: GPL-2.0-only
/* Methods that are given another type by a cast. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static void taker_kill(void *count)
{
	percpu_ref_kill(count);
}

static void taker_cleanup(struct percpu_ref *ref)
{
	percpu_ref_exit(ref);
}

const struct dev_pagemap_ops taker_pagemap_ops = {
	.kill = (void (*)(struct percpu_ref *))taker_kill,
	.cleanup = taker_cleanup,
};

void taker_fill(struct dev_pagemap_ops *ops);
void taker_fill(struct dev_pagemap_ops *ops)
{
	ops->kill = (void *)taker_kill;
	ops->cleanup = taker_cleanup;
}
