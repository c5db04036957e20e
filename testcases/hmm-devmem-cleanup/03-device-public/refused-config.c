// SPDX-License-Identifier: GPL-2.0-only
/* A symbol in the place of another. */
#include <linux/kernel.h>

#define REFUSED_CONFIG CONFIG_DEVICE_PUBLIC

int refused_config(void);

int refused_config(void)
{
	return IS_ENABLED(REFUSED_CONFIG) ? 1 : 0;
}
