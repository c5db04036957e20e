// SPDX-License-Identifier: GPL-2.0-only
/* CONFIG_ARCH_HAS_HMM_DEVICE in a comment is no use of it. */
#include <linux/kernel.h>

bool pool_possible(void);
int pool_kind(void);

bool pool_possible(void)
{
	return IS_ENABLED(CONFIG_ARCH_HAS_HMM_DEVICE);
}

int pool_kind(void)
{
#ifdef CONFIG_ARCH_HAS_HMM_DEVICE
	return 1;
#else
	return 0;
#endif
}
