// SPDX-License-Identifier: GPL-2.0-only
/*
 * Nothing here is the memory management's business, whatever it is called.
 */
#include <linux/mm.h>
#include <linux/device.h>
#include <linux/module.h>
#include <linux/percpu-refcount.h>
#include <linux/slab.h>
#include "lookalike.h"

static void lookalike_release(struct percpu_ref *ref)
{
	struct lookalike_box *box = container_of(ref, struct lookalike_box, ref);

	kfree(box);
}

static void lookalike_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void lookalike_cleanup(struct percpu_ref *ref)
{
	percpu_ref_exit(ref);
}

static void lookalike_page_free(struct page *page, void *data)
{
	struct device *dev = data;

	dev_info(dev, "a page of pfn %lx\n", page_to_pfn(page));
}

/* pgmap->kill(pgmap->ref) in a comment is only a comment. */
static void lookalike_stop(void *_box)
{
	struct lookalike_box *box = _box;
	struct lookalike *pgmap = &box->pgmap;

	pgmap->altmap_valid = false;
	pgmap->kill(pgmap->ref);
	pgmap->cleanup(pgmap->ref);
}

static int lookalike_probe(struct device *dev)
{
	struct lookalike_box *box = kzalloc(sizeof(*box), GFP_KERNEL);
	int err;

	if (!box)
		return -ENOMEM;
	err = percpu_ref_init(&box->ref, lookalike_release, 0, GFP_KERNEL);
	if (err) {
		kfree(box);
		return err;
	}

	box->pgmap.data = dev;
	box->pgmap.ref = &box->ref;
	box->pgmap.page_free = lookalike_page_free;
	box->pgmap.cleanup = lookalike_cleanup;
	box->pgmap.kill = lookalike_kill;
	box->pgmap.altmap_valid = true;
	return devm_add_action_or_reset(dev, lookalike_stop, box);
}

static struct device_driver lookalike_driver = {
	.name = "lookalike",
	.probe = lookalike_probe,
};

static int __init lookalike_init(void)
{
	return driver_register(&lookalike_driver);
}

static void __exit lookalike_exit(void)
{
	driver_unregister(&lookalike_driver);
}

module_init(lookalike_init);
module_exit(lookalike_exit);
MODULE_LICENSE("GPL v2");
