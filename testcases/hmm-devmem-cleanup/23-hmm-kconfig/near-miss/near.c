// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kernel.h>

/* "HMM" is the name of a chip here. */
#define HMM 3
#ifdef CONFIG_HMM_TOO
#ifdef CONFIG_ARCH_HAS_HMM_TOO
int near_two;
#endif
#endif

int near_miss(int n)
{
	return n == HMM;
}
