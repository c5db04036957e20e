/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_IO_H
#define _LINUX_IO_H

#include <linux/device.h>

enum {
	MEMREMAP_WB = 1 << 0,
	MEMREMAP_WT = 1 << 1,
};
#define ARCH_MEMREMAP_PMEM	MEMREMAP_WB

void *devm_memremap(struct device *dev, resource_size_t offset, size_t size,
		    unsigned long flags);
void devm_memunmap(struct device *dev, void *addr);

#endif
