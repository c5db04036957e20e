/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_STARLESS_H
#define SHIM_STARLESS_H

#include <linux/ioport.h>
#include <linux/percpu-refcount.h>

struct vmem_altmap;

/**
   struct dev_pagemap - as the tests have it
   @res: the range
   @ref: pins it,
         as long as it is mapped
   @dev: whose
 */
struct dev_pagemap {
	struct resource res;
	struct percpu_ref *ref;
	struct device *dev;
};

#endif
