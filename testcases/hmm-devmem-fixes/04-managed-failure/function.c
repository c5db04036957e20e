// SPDX-License-Identifier: GPL-2.0-only
/* The count is set up by a function. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/xarray.h>

static void apart_stop(struct dev_pagemap *map)
{
	if (map->ops && map->ops->kill)
		map->ops->kill(map);
	else
		percpu_ref_kill(map->ref);
}

static void apart_reap(struct dev_pagemap *map)
{
	if (map->ops && map->ops->cleanup) {
		map->ops->cleanup(map);
	} else {
		wait_for_completion(&map->done);
		percpu_ref_exit(map->ref);
	}
}

static void apart_idle(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct dev_pagemap, internal_ref)->done);
}

static void apart_key_off(void *unused)
{
}

static int apart_key(struct device *dev, struct dev_pagemap *map)
{
	if (!map->ops || !map->ops->page_free)
		return -EINVAL;
	return devm_add_action_or_reset(dev, apart_key_off, NULL);
}

static void apart_end(void *data)
{
	struct dev_pagemap *map = data;

	apart_stop(map);
	apart_reap(map);
}

static int apart_setup(struct dev_pagemap *map)
{
	int err;

	if (map->ref)
		return map->ops ? 0 : -EINVAL;
	init_completion(&map->done);
	err = percpu_ref_init(&map->internal_ref, apart_idle, 0, GFP_KERNEL);
	if (err)
		return err;
	map->ref = &map->internal_ref;
	return 0;
}

void *apart_map(struct device *dev, struct dev_pagemap *what)
{
	int ret;

	ret = apart_setup(what);
	if (ret)
		return ERR_PTR(ret);
	ret = apart_key(dev, what);
	if (ret)
		return ERR_PTR(ret);
	ret = devm_add_action_or_reset(dev, apart_end, what);
	return ret ? ERR_PTR(ret) : what;
}
