// SPDX-License-Identifier: GPL-2.0-only
/* Maps that are gone before their pages are, and one that stays. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/percpu-refcount.h>

static struct percpu_ref stack_ref;

static void stack_release(struct percpu_ref *ref)
{
}

static void stack_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void stack_cleanup(struct percpu_ref *ref)
{
	percpu_ref_exit(ref);
}

static int stack_count(void)
{
	return percpu_ref_init(&stack_ref, stack_release, 0, GFP_KERNEL);
}

void *stack_whole(struct device *dev, struct resource *res);
void *stack_whole(struct device *dev, struct resource *res)
{
	struct dev_pagemap map = {
		.type = MEMORY_DEVICE_FS_DAX,
		.ref = &stack_ref,
		.res = *res,
	};

	map.kill = stack_kill;
	map.cleanup = stack_cleanup;
	return devm_memremap_pages(dev, &map);
}

static int __init stack_init(void)
{
	return stack_count();
}

static void __exit stack_exit(void)
{
}

module_init(stack_init);
module_exit(stack_exit);
MODULE_LICENSE("GPL");
