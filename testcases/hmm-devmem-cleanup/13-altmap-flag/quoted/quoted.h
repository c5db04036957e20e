/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef QUOTED_H
#define QUOTED_H
#include <linux/memremap.h>

struct quoted_state {
	bool altmap_valid;
};

struct quoted {
	struct quoted_state state;
	struct dev_pagemap pgmap;
};

static inline bool quoted_altmap(struct quoted *q)
{
	return q->pgmap.altmap_valid;
}

#endif
