// SPDX-License-Identifier: GPL-2.0-only
/*
 * Devices and their drivers.
 */
#include <linux/device.h>
#include <linux/cdev.h>
#include <linux/export.h>
#include <linux/slab.h>

int driver_register(struct device_driver *drv)
{
	return drv->probe ? 0 : -EINVAL;
}
EXPORT_SYMBOL_GPL(driver_register);

void driver_unregister(struct device_driver *drv)
{
	drv->probe = NULL;
}
EXPORT_SYMBOL_GPL(driver_unregister);

void device_initialize(struct device *dev)
{
	spin_lock_init(&dev->devres_lock);
	INIT_LIST_HEAD(&dev->devres_head);
	dev->numa_node = -1;
}
EXPORT_SYMBOL_GPL(device_initialize);

void put_device(struct device *dev)
{
	devm_release_all(dev);
	/* this ->kill() and ->cleanup() take a device */
	if (dev->ops && dev->ops->kill)
		dev->ops->kill(dev);
	if (dev->ops && dev->ops->cleanup)
		dev->ops->cleanup(dev);
	if (dev->release)
		dev->release(dev);
}
EXPORT_SYMBOL_GPL(put_device);

int dev_set_name(struct device *dev, const char *fmt, ...)
{
	dev->name = fmt;
	return 0;
}
EXPORT_SYMBOL_GPL(dev_set_name);

struct class *class_create(struct module *owner, const char *name)
{
	struct class *class = kzalloc(sizeof(*class), GFP_KERNEL);

	if (!class)
		return ERR_PTR(-ENOMEM);
	class->name = name;
	class->owner = owner;
	return class;
}
EXPORT_SYMBOL_GPL(class_create);

static unsigned int next_major = 200;

int alloc_chrdev_region(dev_t *dev, unsigned int first, unsigned int count,
			const char *name)
{
	if (!count)
		return -EINVAL;
	*dev = MKDEV(next_major++, first);
	return 0;
}
EXPORT_SYMBOL(alloc_chrdev_region);

void unregister_chrdev_region(dev_t dev, unsigned int count)
{
	if (MAJOR(dev) == next_major - 1)
		next_major--;
}
EXPORT_SYMBOL(unregister_chrdev_region);

void cdev_init(struct cdev *cdev, const struct file_operations *fops)
{
	cdev->ops = fops;
}
EXPORT_SYMBOL(cdev_init);

int cdev_add(struct cdev *cdev, dev_t dev, unsigned int count)
{
	cdev->dev = dev;
	cdev->count = count;
	return 0;
}
EXPORT_SYMBOL(cdev_add);

void cdev_del(struct cdev *cdev)
{
	cdev->count = 0;
}
EXPORT_SYMBOL(cdev_del);
