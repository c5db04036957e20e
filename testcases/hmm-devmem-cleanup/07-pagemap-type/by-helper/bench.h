/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _BENCH_H
#define _BENCH_H

#include <linux/device.h>
#include <linux/memremap.h>
#include <linux/mm.h>

struct bench_bank {
	struct dev_pagemap map;
};

struct bench {
	struct dev_pagemap window;
	struct dev_pagemap *fresh;
	struct dev_pagemap plain;
	struct bench_bank banks[2];
};

extern struct bench the_bench;

void bench_kinds(struct bench *b);
int bench_fresh(struct device *dev, struct bench *b);

#endif
