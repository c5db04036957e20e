// SPDX-License-Identifier: GPL-2.0-only
/* An accelerator in three files: what belongs to the module. */
#include <linux/device.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <split.h>

static int split_probe(struct device *dev)
{
	struct split_gpu *gpu = devm_kzalloc(dev, sizeof(*gpu), GFP_KERNEL);

	if (!gpu)
		return -ENOMEM;
	gpu->dev = dev;
	spin_lock_init(&gpu->lock);
	INIT_LIST_HEAD(&gpu->chunks);
	dev_set_drvdata(dev, gpu);
	return split_memory_init(gpu, 4UL << 30);
}

static struct device_driver split_driver = {
	.name = "split",
	.probe = split_probe,
};

static int __init split_init(void)
{
	return driver_register(&split_driver);
}

static void __exit split_exit(void)
{
	driver_unregister(&split_driver);
}

module_init(split_init);
module_exit(split_exit);
MODULE_LICENSE("GPL");
