// SPDX-License-Identifier: GPL-2.0-only
/* The structure is used without the functions. */
#include <linux/device.h>
#include <linux/hmm.h>
#include <linux/kernel.h>
#include <linux/slab.h>

struct refused_type {
	int id;
	struct hmm_device fake;
};

unsigned int refused_minor(struct device *device);
void *refused_alloc(void);

unsigned int refused_minor(struct device *device)
{
	return container_of(device, struct hmm_device, device)->minor;
}

void *refused_alloc(void)
{
	return kzalloc(sizeof(struct hmm_device), GFP_KERNEL);
}
