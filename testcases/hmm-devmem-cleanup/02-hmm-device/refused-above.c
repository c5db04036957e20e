// SPDX-License-Identifier: GPL-2.0-only
/* Code that is not compiled, above each thing that goes. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>

#if 0
struct above_never { int id; };
#endif
struct hmm_device {
	struct device device;
	unsigned int minor;
};

struct hmm_device *hmm_device_new(void *drvdata);

#if 0
static int above_count;
#endif
static int above_name(struct hmm_device *fake)
{
	return dev_set_name(&fake->device, "above%u", fake->minor);
}

#if 0
static int above_more;
#endif
struct hmm_device *hmm_device_new(void *drvdata)
{
	struct hmm_device *fake = kzalloc(sizeof(*fake), GFP_KERNEL);

	if (!fake || above_name(fake))
		return ERR_PTR(-ENOMEM);
	return fake;
}
EXPORT_SYMBOL(hmm_device_new);

#if 0
static int above_other;
#endif
static int above_stays(int id)
{
	return id + 1;
}

int above_used(int id);

int above_used(int id)
{
	return above_stays(id);
}
