// SPDX-License-Identifier: GPL-2.0-only
#include <linux/device.h>
#include <linux/memremap.h>

struct bank {
	struct device *dev;
	struct percpu_ref users;
	struct completion gone;
	struct dev_pagemap map;
};

static void bank_gone(struct percpu_ref *ref)
{
	struct bank *bank = container_of(ref, struct bank, users);

	complete(&bank->gone);
}

static void bank_kill(struct dev_pagemap *map)
{
	percpu_ref_kill(map->ref);
}

static void bank_wait(struct dev_pagemap *map)
{
	struct bank *bank = container_of(map, struct bank, map);

	wait_for_completion(&bank->gone);
	percpu_ref_exit(map->ref);
}

static const struct dev_pagemap_ops bank_ops = {
	.kill = bank_kill,
	.cleanup = bank_wait,
};

int bank_map(struct bank *bank)
{
	int ret;

	init_completion(&bank->gone);
	ret = percpu_ref_init(&bank->users, bank_gone, 0, GFP_KERNEL);
	if (ret)
		return ret;
	bank->map.ref = &bank->users;
	bank->map.ops = &bank_ops;
	return PTR_ERR_OR_ZERO(devm_memremap_pages(bank->dev, &bank->map));
}
