// SPDX-License-Identifier: GPL-2.0-only
/* What no rule is for: a prototype, a table, a constant. */
#include <linux/device.h>
#include <linux/gfp.h>
#include <linux/hmm.h>

#define RESIDUE_NAMES (HMM_DEVICE_MAX + 1)

struct residue_table {
	struct hmm_device *(*make)(void *drvdata);
	void (*drop)(struct hmm_device *device);
};

unsigned int residue_minor(struct hmm_device *device);

const struct residue_table residue_ways = {
	.make = hmm_device_new,
	.drop = hmm_device_put,
};

unsigned int residue_minor(struct hmm_device *device)
{
	return device->minor;
}
