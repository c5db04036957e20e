/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/device.h>
#include <linux/completion.h>
#include <linux/memremap.h>

struct pier {
	struct device dev;
	struct dev_pagemap map;
	/* both for the map */
	struct percpu_ref count;
	struct completion gone;
	int slots;
};
