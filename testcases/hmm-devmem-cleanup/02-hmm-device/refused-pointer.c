// SPDX-License-Identifier: GPL-2.0-only
/* Called by its address. */
#include <linux/device.h>
#include <linux/hmm.h>

void refused_pointer(void *drvdata, bool make);

void refused_pointer(void *drvdata, bool make)
{
	struct hmm_device *(*new)(void *) = NULL;

	if (make)
		new = hmm_device_new;
	if (new)
		new(drvdata);
}
