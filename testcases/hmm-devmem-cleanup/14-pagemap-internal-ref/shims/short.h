/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_SHORT_H
#define SHIM_SHORT_H

#include <linux/ioport.h>

struct vmem_altmap;

/**
 * struct dev_pagemap - as the tests have it
 * @res: the range
 * @dev: whose device that is, which has it */
struct dev_pagemap {
	struct resource res;
	struct percpu_ref *ref;
	struct device *dev;
};

#endif
