// SPDX-License-Identifier: GPL-2.0-only
/* The initcall has another duty: somebody has to part the two. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/hmm.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/slab.h>

static struct class *parted_class;

void parted_start(void);

struct hmm_device *hmm_device_new(void *drvdata)
{
	struct hmm_device *fake = kzalloc(sizeof(*fake), GFP_KERNEL);

	if (!fake)
		return ERR_PTR(-ENOMEM);
	fake->device.class = parted_class;
	return fake;
}
EXPORT_SYMBOL(hmm_device_new);

static int __init parted_init(void)
{
	parted_class = class_create(THIS_MODULE, "parted");
	parted_start();
	return IS_ERR(parted_class) ? PTR_ERR(parted_class) : 0;
}
device_initcall(parted_init);
