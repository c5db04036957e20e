// SPDX-License-Identifier: GPL-2.0-only
/* Every address and every way to hold one; what the structure is part of. */
#include <linux/device.h>
#include <linux/gfp.h>
#include <linux/hmm.h>

struct pointed_holder {
	int id;
	struct hmm_device *held;
	bool more;
};

void pointed_ways(struct hmm_device *(**make)(void *drvdata),
		  void (**drop)(struct hmm_device *device));

void pointed_ways(struct hmm_device *(**make)(void *drvdata),
		  void (**drop)(struct hmm_device *device))
{
	*make = &hmm_device_new;
	drop[0] = hmm_device_put;
	drop[1] = &hmm_device_put;
}
