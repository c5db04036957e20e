/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_DEVICE_H
#define _LINUX_DEVICE_H

#include <linux/kernel.h>
#include <linux/ioport.h>
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/export.h>
#include <linux/spinlock.h>

#define MINORBITS	20
#define MAJOR(dev)	((unsigned int)((dev) >> MINORBITS))
#define MKDEV(ma, mi)	(((dev_t)(ma) << MINORBITS) | (mi))

struct device;

struct class {
	const char *name;
	struct module *owner;
};

struct device_driver {
	const char *name;
	int (*probe)(struct device *dev);
	int (*remove)(struct device *dev);
};

/* ->kill and ->data of this one have nothing to do with a pagemap. */
struct device_ops {
	void (*kill)(struct device *dev);
	void (*cleanup)(struct device *dev);
};

struct device {
	struct device *parent;
	const char *name;
	struct device_driver *driver;
	const struct device_ops *ops;
	struct class *class;
	dev_t devt;
	int numa_node;
	void *driver_data;
	spinlock_t devres_lock;
	struct list_head devres_head;
	void (*release)(struct device *dev);
};

static inline const char *dev_name(const struct device *dev)
{
	return dev->name;
}

static inline int dev_to_node(struct device *dev)
{
	return dev->numa_node;
}

static inline void dev_set_drvdata(struct device *dev, void *data)
{
	WRITE_ONCE(dev->driver_data, data);
}

static inline void *dev_get_drvdata(const struct device *dev)
{
	return READ_ONCE(dev->driver_data);
}

int driver_register(struct device_driver *drv);
void driver_unregister(struct device_driver *drv);
void device_initialize(struct device *dev);
void put_device(struct device *dev);
__printf(2, 3) int dev_set_name(struct device *dev, const char *fmt, ...);
struct class *class_create(struct module *owner, const char *name);
int alloc_chrdev_region(dev_t *dev, unsigned int first, unsigned int count,
			const char *name);
void unregister_chrdev_region(dev_t dev, unsigned int count);

void *devm_kmalloc(struct device *dev, size_t size, gfp_t gfp);
void devm_kfree(struct device *dev, const void *p);
int devm_add_action(struct device *dev, void (*action)(void *), void *data);
void devm_release_action(struct device *dev, void (*action)(void *),
			 void *data);
void devm_release_all(struct device *dev);

static inline void *devm_kzalloc(struct device *dev, size_t size, gfp_t gfp)
{
	void *p = devm_kmalloc(dev, size, gfp);

	if (p)
		memset(p, 0, size);
	return p;
}

static inline int devm_add_action_or_reset(struct device *dev,
					   void (*action)(void *), void *data)
{
	int error = devm_add_action(dev, action, data);

	if (error)
		action(data);
	return error;
}

#define dev_printk_(dev, fmt, ...)	\
	((void)printk("%s: " fmt, dev_name(dev), ##__VA_ARGS__))
#define dev_warn(dev, fmt, ...)	dev_printk_(dev, fmt, ##__VA_ARGS__)
#define dev_info(dev, fmt, ...)	dev_printk_(dev, fmt, ##__VA_ARGS__)
#define dev_dbg(dev, fmt, ...)	dev_printk_(dev, fmt, ##__VA_ARGS__)
#define dev_WARN(dev, fmt, ...)	\
	WARN(1, "%s: " fmt, dev_name(dev), ##__VA_ARGS__)
#define dev_WARN_ONCE(dev, condition, fmt, ...)	\
	WARN_ONCE(condition, "%s: " fmt, dev_name(dev), ##__VA_ARGS__)

#endif
