// SPDX-License-Identifier: GPL-2.0-only
/* CONFIG_HMM is for two things here. */
#include <linux/kernel.h>
#include <linux/hmm.h>
#include <linux/mm.h>
#include <linux/memremap.h>

#ifdef CONFIG_HMM
struct watch {
	struct hmm_mirror mirror;
};
#endif

struct plug {
#ifdef CONFIG_HMM
	struct dev_pagemap pgmap;	/* of CONFIG_HMM */
#ifdef CONFIG_X86
	int x86;
#endif
#elif defined(CONFIG_HMM_MODULE)
	int none;
#endif	/* CONFIG_HMM */
};
