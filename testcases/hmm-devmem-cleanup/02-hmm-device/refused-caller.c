// SPDX-License-Identifier: GPL-2.0-only
/* A driver that uses what goes: there is nothing to put in its place. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/hmm.h>

int refused_probe(void *drvdata);
void refused_remove(void);

static struct hmm_device *refused_device;

int refused_probe(void *drvdata)
{
	refused_device = hmm_device_new(drvdata);
	return IS_ERR(refused_device) ? PTR_ERR(refused_device) : 0;
}

void refused_remove(void)
{
	hmm_device_put(refused_device);
}
