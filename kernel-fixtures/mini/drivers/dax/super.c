// SPDX-License-Identifier: GPL-2.0-only
/*
 * What device-dax, file systems and block devices share.
 */
#include <linux/cdev.h>
#include <linux/dax.h>
#include <linux/module.h>
#include <linux/slab.h>

/* Its ->private, ->ops and ->alive are not those of a pagemap. */
struct dax_device {
	struct cdev cdev;
	void *private;
	bool alive;
	const struct dax_operations *ops;
};

struct dax_device *alloc_dax(void *private, const char *host,
			     const struct dax_operations *ops)
{
	struct dax_device *dax = kzalloc(sizeof(*dax), GFP_KERNEL);

	if (dax) {
		dax->alive = true;
		dax->private = private;
		dax->ops = ops;
	}
	return dax;
}
EXPORT_SYMBOL_GPL(alloc_dax);

void put_dax(struct dax_device *dax_dev)
{
	kfree(dax_dev);
}
EXPORT_SYMBOL_GPL(put_dax);

void kill_dax(struct dax_device *dax_dev)
{
	dax_dev->alive = false;
}
EXPORT_SYMBOL_GPL(kill_dax);

void *dax_get_private(struct dax_device *dax_dev)
{
	return dax_dev->alive ? dax_dev->private : NULL;
}
EXPORT_SYMBOL_GPL(dax_get_private);

struct cdev *dax_cdev(struct dax_device *dax_dev)
{
	return &dax_dev->cdev;
}
EXPORT_SYMBOL_GPL(dax_cdev);

MODULE_LICENSE("GPL v2");
