// SPDX-License-Identifier: GPL-2.0-only
// Another structure points to it.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

struct member {
	struct dev_pagemap map;
	struct percpu_ref ref;
	struct completion done;
};

static void member_release(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct member, ref)->done);
}

static void member_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

static void member_cleanup(struct dev_pagemap *pgmap)
{
	struct member *member = container_of(pgmap, struct member, map);

	wait_for_completion(&member->done);
	percpu_ref_exit(pgmap->ref);
}

static const struct dev_pagemap_ops member_ops = {
	.kill = member_kill,
	.cleanup = member_cleanup,
};

struct owner {
	struct member *member;
	int n;
};

int member_len(struct owner *o);
int member_len(struct owner *o)
{
	return o->n + (int)resource_size(&o->member->map.res);
}

int member_probe(struct device *dev, struct resource *res);
int member_probe(struct device *dev, struct resource *res)
{
	struct member *member = devm_kzalloc(dev, sizeof(*member), GFP_KERNEL);
	int err;
	void *p;

	if (!member)
		return -ENOMEM;
	init_completion(&member->done);
	err = percpu_ref_init(&member->ref, member_release, 0, GFP_KERNEL);
	if (err)
		return err;
	member->map.res = *res;
	member->map.ref = &member->ref;
	member->map.ops = &member_ops;
	p = devm_memremap_pages(dev, &member->map);
	if (IS_ERR(p))
		return PTR_ERR(p);
	return 0;
}
