// SPDX-License-Identifier: GPL-2.0-only
/* The parameter itself is constant. */
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>

static void fixed_kill(struct percpu_ref *const ref)
{
	percpu_ref_kill(ref);
}

static void fixed_cleanup(struct percpu_ref *ref)
{
	percpu_ref_exit(ref);
}

const struct dev_pagemap_ops fixed_pagemap_ops = {
	.kill = fixed_kill,
	.cleanup = fixed_cleanup,
};
