// SPDX-License-Identifier: GPL-2.0-only
/* Methods that are given another type by a cast. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static void taker_kill(void *count)
{
	percpu_ref_kill(count);
}

static void taker_cleanup(void *count)
{
	percpu_ref_exit(count);
}

const struct dev_pagemap_ops taker_pagemap_ops = {
	.kill = (void (*)(struct percpu_ref *))taker_kill,	/* cast */
	.cleanup = (void *)taker_cleanup,	/* cast */
};

struct dev_pagemap_ops taker_own_ops;

void taker_fill(struct dev_pagemap_ops *ops);
void taker_fill(struct dev_pagemap_ops *ops)
{
	ops->kill = (void *)taker_kill;		/* cast */
	ops->cleanup = (void *)taker_cleanup;	/* cast */
	taker_own_ops.kill = (void *)taker_kill;	/* cast */
	taker_own_ops.cleanup = (void *)taker_cleanup;	/* cast */
}

/* this hides nothing: it is another table */
struct taker_ops {
	void (*kill)(struct percpu_ref *ref);
	void (*cleanup)(struct percpu_ref *ref);
};

const struct taker_ops taker_other_ops = {
	.kill = (void *)taker_kill,
};
