// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kernel.h>
#include <linux/hmm.h>
#include <linux/mm.h>
#include <linux/memremap.h>

#ifdef CONFIG_HMM
struct both {
	struct hmm_mirror mirror;
	struct dev_pagemap pgmap;
};
#endif
