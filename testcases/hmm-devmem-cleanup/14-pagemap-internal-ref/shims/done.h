/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_DONE_H
#define SHIM_DONE_H

#include <linux/ioport.h>

struct vmem_altmap;

/**
 * struct dev_pagemap - with a count of the core's own
 * @ref: the caller's
 */
struct dev_pagemap {
	struct percpu_ref *ref;
	struct percpu_ref internal_ref;
	struct completion done;
};

#endif
