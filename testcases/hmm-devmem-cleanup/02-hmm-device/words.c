// SPDX-License-Identifier: GPL-2.0-only
/* hmm_device_new() and struct hmm_device in comments and strings. */
#include <linux/kernel.h>

void words(void);

void words(void)
{
	pr_info("no hmm_device, hmm_device_put() or HMM_DEVICE_MAX\n");
}
