// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/memremap.h>

struct one {
	struct percpu_ref ref;
	struct dev_pagemap map;
};

int may_fail(void);

static void one_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void one_exit(void *data)
{
	percpu_ref_exit(data);
}

int one_map(struct device *dev, struct one *one)
{
	if (devm_add_action_or_reset(dev, one_exit, &one->ref))
		return -ENOMEM;
	if (may_fail())
		return -EIO;
	one->map.ref = &one->ref;
	one->map.kill = one_kill;
	return IS_ERR(devm_memremap_pages(dev, &one->map));
}

int one_early(struct device *dev, struct one *one)
{
	percpu_ref_init(&one->ref, 0, 0, GFP_KERNEL);
	return devm_add_action_or_reset(dev, one_exit, &one->ref);
}
