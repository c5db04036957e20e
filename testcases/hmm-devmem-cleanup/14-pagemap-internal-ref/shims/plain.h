/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SHIM_PLAIN_H
#define SHIM_PLAIN_H

#include <linux/completion.h>
#include <linux/ioport.h>

struct vmem_altmap;

/*
 * Nothing is told of what is in it.
 */
struct dev_pagemap {
	struct resource res;
	struct percpu_ref *ref;
	struct device *dev;
};

#endif
