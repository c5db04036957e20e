/* SPDX-License-Identifier: GPL-2.0-only */
/* Types only: device memory by HMM, as a 4.20 kernel has it. */
#ifndef LINUX_HMM_H
#define LINUX_HMM_H
#include <linux/memremap.h>

struct hmm_devmem_ops;

struct hmm_devmem {
	unsigned long pfn_first;
	unsigned long pfn_last;
	struct resource *resource;
	struct device *device;
	struct dev_pagemap pagemap;
	const struct hmm_devmem_ops *ops;
	struct percpu_ref ref;
};

struct hmm_devmem *hmm_devmem_add(const struct hmm_devmem_ops *ops,
				  struct device *device, unsigned long size);
void hmm_devmem_remove(struct hmm_devmem *devmem);

#endif
