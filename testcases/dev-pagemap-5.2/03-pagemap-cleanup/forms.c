// SPDX-License-Identifier: GPL-2.0-only
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>

struct one {
	struct percpu_ref ref;
	struct completion done;
	struct dev_pagemap map;
};

static void one_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void one_exit(void *data)
{
	struct percpu_ref *ref = data;
	struct one *one = container_of(ref, struct one, ref);

	wait_for_completion(&one->done);
	percpu_ref_exit(ref);
}

static void two_exit(void *data)
{
	struct one *two = data;

	wait_for_completion(&two->done);
	percpu_ref_exit(&two->ref);
}

int one_map(struct device *dev, struct one *one)
{
	int rc;

	rc = devm_add_action_or_reset(dev, one_exit, &one->ref);
	if (rc)
		return rc;
	one->map.ref = &one->ref;
	one->map.kill = one_kill;
	return IS_ERR(devm_memremap_pages(dev, &one->map));
}

int two_map(struct device *dev, struct one *two)
{
	struct dev_pagemap *map = &two->map;

	if (devm_add_action_or_reset(dev, two_exit, two))
		return -ENOMEM;
	map->ref = &two->ref;
	map->kill = one_kill;
	return IS_ERR(devm_memremap_pages(dev, map));
}

int three_map(struct device *dev, struct one *three)
{
	int rc;

	rc = devm_add_action(dev, one_exit, &three->ref);
	if (rc) {
		percpu_ref_exit(&three->ref);
		return rc;
	}
	three->map.ref = &three->ref;
	three->map.kill = one_kill;
	return IS_ERR(devm_memremap_pages(dev, &three->map));
}
