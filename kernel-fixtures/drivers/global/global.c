// SPDX-License-Identifier: GPL-2.0-only
/* The one device there can be: all that is known of it is a static structure. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/percpu-refcount.h>

static void only_kill(struct percpu_ref *ref);
static void only_cleanup(struct percpu_ref *ref);

struct only_map {
	struct percpu_ref ref;
	struct completion done;
	struct dev_pagemap pgmap;
};

static struct only_map only = {
	.pgmap = {
		.res = {
			.start = 1UL << 41,
			.end = (1UL << 41) + (1UL << 27) - 1,
		},
		.type = MEMORY_DEVICE_PCI_P2PDMA,
		.kill = only_kill,
		.cleanup = only_cleanup,
	},
};

static void only_release(struct percpu_ref *ref)
{
	complete(&only.done);
}

static void only_kill(struct percpu_ref *ref)
{
	percpu_ref_kill(ref);
}

static void only_cleanup(struct percpu_ref *ref)
{
	wait_for_completion(&only.done);
	percpu_ref_exit(ref);
}

static int only_probe(struct device *dev)
{
	int err;

	init_completion(&only.done);
	err = percpu_ref_init(&only.ref, only_release, 0, GFP_KERNEL);
	if (err)
		return err;
	only.pgmap.ref = &only.ref;
	return PTR_ERR_OR_ZERO(devm_memremap_pages(dev, &only.pgmap));
}

static struct device_driver only_driver = {
	.name = "only",
	.probe = only_probe,
};

static int __init only_init(void)
{
	return driver_register(&only_driver);
}

static void __exit only_exit(void)
{
	driver_unregister(&only_driver);
}

module_init(only_init);
module_exit(only_exit);
MODULE_LICENSE("GPL");
