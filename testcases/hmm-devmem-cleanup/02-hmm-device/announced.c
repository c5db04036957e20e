// SPDX-License-Identifier: GPL-2.0-only
/* Only announced: the announcement goes with the structure. */
#include <linux/device.h>

struct hmm_device;
struct announced;

int announced(struct announced *a);

int announced(struct announced *a)
{
	return a ? 1 : 0;
}
