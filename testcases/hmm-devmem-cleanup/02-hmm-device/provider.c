// SPDX-License-Identifier: GPL-2.0-only
/*
 * Another core that offers the two functions, with helpers of other names and
 * another order.  What it shares with the rest of the file stays.
 */
#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/hmm.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/slab.h>

#define FAKE_MINORS	(FAKE_ROWS * 16)
#define FAKE_ROWS	4
#define SHARED_LIMIT	8

/* counts everything that this file has given out */
static unsigned int given_out;
static DEFINE_MUTEX(given_lock);

/* the numbers in use */
static bool fake_minors[FAKE_MINORS];
static DEFINE_MUTEX(fake_lock);
static struct class *fake_class;
static dev_t fake_region;

static void fake_release(struct device *device);

int provider_other(void);

static void count_one(void)
{
	mutex_lock(&given_lock);
	given_out++;
	mutex_unlock(&given_lock);
}

/* find a number */
static int fake_minor(void)
{
	int i, ret = -EBUSY;

	mutex_lock(&fake_lock);
	for (i = 0; i < FAKE_MINORS && ret < 0; i++) {
		if (!fake_minors[i]) {
			fake_minors[i] = true;
			ret = i;
		}
	}
	mutex_unlock(&fake_lock);
	return ret;
}

struct hmm_device *hmm_device_new(void *drvdata)
{
	struct hmm_device *fake = kzalloc(sizeof(*fake), GFP_KERNEL);
	int minor = fake_minor();

	if (!fake || minor < 0) {
		kfree(fake);
		return ERR_PTR(-ENOMEM);
	}
	fake->minor = minor;
	fake->device.class = fake_class;
	fake->device.devt = MKDEV(MAJOR(fake_region), minor);
	fake->device.release = fake_release;
	dev_set_drvdata(&fake->device, drvdata);
	device_initialize(&fake->device);
	count_one();
	return fake;
}
EXPORT_SYMBOL_GPL(hmm_device_new);

int provider_other(void)
{
	if (given_out > SHARED_LIMIT)
		return -EBUSY;
	count_one();
	return 0;
}

static int __init fake_init(void)
{
	int err = alloc_chrdev_region(&fake_region, 0, FAKE_MINORS, "fake");

	if (err)
		return err;
	fake_class = class_create(THIS_MODULE, "fake");
	return IS_ERR(fake_class) ? PTR_ERR(fake_class) : 0;
}
device_initcall(fake_init);

static void fake_release(struct device *device)
{
	struct hmm_device *fake;

	fake = container_of(device, struct hmm_device, device);
	mutex_lock(&fake_lock);
	fake_minors[fake->minor] = false;
	mutex_unlock(&fake_lock);
	kfree(fake);
}

void hmm_device_put(struct hmm_device *hmm_device)
{
	put_device(&hmm_device->device);
}
EXPORT_SYMBOL_GPL(hmm_device_put);
