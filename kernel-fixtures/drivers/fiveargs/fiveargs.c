// SPDX-License-Identifier: GPL-2.0-only
/* Forms that no published kernel had, and a structure that kfree() frees. */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/io.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/percpu-refcount.h>
#include <linux/slab.h>
#include <linux/string.h>

struct odd {
	struct percpu_ref ref;
	void *a, *b;
};

void *fiveargs_map(struct device *dev, struct resource *res, struct odd *odd)
{
	odd->a = devm_memremap_pages(dev, res, &odd->ref, NULL, 0);
	return odd->a;
}

int fourargs_in_a_hurry(struct device *dev, struct resource *res)
{
	struct odd *odd = kzalloc(sizeof(*odd), GFP_KERNEL);

	odd->b = devm_memremap_pages(dev, res, &odd->ref, NULL);
	dev_set_drvdata(dev, odd);
	return PTR_ERR_OR_ZERO(odd->b);
}

static int fiveargs_probe(struct device *dev)
{
	return 0;
}

static struct device_driver fiveargs_driver = {
	.name = "fiveargs",
	.probe = fiveargs_probe,
};

static int __init fiveargs_init(void)
{
	return driver_register(&fiveargs_driver);
}

static void __exit fiveargs_exit(void)
{
	driver_unregister(&fiveargs_driver);
}

module_init(fiveargs_init);
module_exit(fiveargs_exit);
MODULE_LICENSE("GPL");
