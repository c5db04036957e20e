// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kernel.h>

enum { ARCH_HAS_HMM, MIRROR, HMM };

#ifdef CONFIG_HMM_MIRROR
static const int names_mirror = MIRROR;
#else
static const int names_mirror = HMM;
#endif

#ifdef CONFIG_HMM_BALLOON
#define names_step 2
#else
#define names_step 1
#endif

int names(int n);

int names(int n)
{
	return n + names_mirror * names_step;
}
