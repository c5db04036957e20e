// SPDX-License-Identifier: GPL-2.0-only
/* A compound literal that is no part of a function. */
#include <linux/memremap.h>
#include <linux/mm.h>

static void outside_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void outside_cleanup(struct percpu_ref *ref)
{
	percpu_ref_exit(ref);
}

struct dev_pagemap *outside = &(struct dev_pagemap) {
	.kill = outside_kill,
	.cleanup = outside_cleanup,
};
