// SPDX-License-Identifier: GPL-2.0-only
// Comments that go with what they tell of.
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/memremap.h>

/**
 * struct notes - a notes
 * @dev: its device
 * @map: its pages
 * @ref: who uses them,
 *	counted
 * @done: nobody does
 */
struct notes {
	struct device *dev;	/* the device */
	struct dev_pagemap map;
	struct percpu_ref ref;	/* users */
	struct completion done;
};

/* The last user has gone. */
static void notes_release(struct percpu_ref *ref)
{
	struct notes *b = container_of(ref, typeof(*b), ref);

	dev_dbg(b->dev, "%s\n", __func__);
	complete(&b->done);
}

static void notes_kill(struct dev_pagemap *pgmap)
{
	percpu_ref_kill(pgmap->ref);
}

/*
 * Wait for it.
 */
static void notes_cleanup(struct dev_pagemap *pgmap)
{
	struct percpu_ref *ref = pgmap->ref;
	struct notes *b = container_of(ref, struct notes, ref);

	wait_for_completion(&b->done);
	percpu_ref_exit(ref);
}

static const struct dev_pagemap_ops notes_ops = {
	.kill = notes_kill,
	.cleanup = notes_cleanup,
};

int notes_probe(struct device *dev, struct resource *res);
int notes_probe(struct device *dev, struct resource *res)
{
	struct notes *notes = devm_kzalloc(dev, sizeof(*notes), GFP_KERNEL);
	int err;
	void *p;

	if (!notes)
		return -ENOMEM;
	notes->dev = dev;
	init_completion(&notes->done);
	/* count the users */
	err = percpu_ref_init(&notes->ref, notes_release, 0, GFP_KERNEL);
	if (err) {
		dev_warn(dev, "no count\n");
		return err;
	}
	notes->map.res = *res;
	notes->map.ref = &notes->ref;
	notes->map.ops = &notes_ops;
	p = devm_memremap_pages(dev, &notes->map);
	if (IS_ERR(p))
		return PTR_ERR(p);
	return 0;
}
