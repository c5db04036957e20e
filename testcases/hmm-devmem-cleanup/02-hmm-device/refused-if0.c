// SPDX-License-Identifier: GPL-2.0-only
/* Code that is not compiled, where a comment could be. */
#include <linux/device.h>
#include <linux/export.h>
#include <linux/hmm.h>

#if 0
static void never_compiled(void)
{
}
#endif
void hmm_device_put(struct hmm_device *hmm_device)
{
	put_device(&hmm_device->device);
}
EXPORT_SYMBOL(hmm_device_put);
