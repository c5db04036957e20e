// SPDX-License-Identifier: GPL-2.0-only
/* A kernel that compiles this has what the series leads to: 5.3 and later. */
#include <linux/memremap.h>

unsigned long probe(void);

unsigned long probe(void)
{
	return sizeof(struct dev_pagemap_ops);
}
