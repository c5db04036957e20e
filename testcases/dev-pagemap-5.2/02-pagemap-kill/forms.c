// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/memremap.h>

struct one {
	struct percpu_ref ref;
	struct dev_pagemap map;
	int extra;
};

static void one_kill(void *data)
{
	percpu_ref_kill(data);
}

static void two_kill(void *x)
{
	struct one *one = x;

	one->extra = 1;
	percpu_ref_kill(&one->ref);
}

static void three_kill(void *data);

int one_map(struct device *dev, struct one *one)
{
	void *addr;
	int rc;

	one->map.ref = &one->ref;
	addr = devm_memremap_pages(dev, &one->map);
	if (IS_ERR(addr)) {
		percpu_ref_kill(&one->ref);
		percpu_ref_exit(&one->ref);
		return -EIO;
	}
	rc = devm_add_action_or_reset(dev, one_kill, &one->ref);
	if (rc)
		return rc;
	one->extra = 2;
	return 0;
}

int two_map(struct device *dev, struct one *two)
{
	struct dev_pagemap *map = &two->map;

	map->ref = &two->ref;
	if (IS_ERR(devm_memremap_pages(dev, map)))
		return -EIO;
	return devm_add_action_or_reset(dev, two_kill, two);
}

int three_map(struct device *dev, struct one *three)
{
	three->map.ref = &three->ref;
	if (IS_ERR(devm_memremap_pages(dev, &three->map)))
		return -EIO;
	if (devm_add_action(dev, three_kill, &three->ref))
		return -ENOMEM;
	return 0;
}

static void three_kill(void *data)
{
	struct percpu_ref *count = data;

	percpu_ref_kill(count);
}
