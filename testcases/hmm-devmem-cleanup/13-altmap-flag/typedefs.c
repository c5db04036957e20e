// SPDX-License-Identifier: GPL-2.0-only
/* A typedef is the same type. */
#include <linux/memremap.h>

typedef struct dev_pagemap map_t;

struct typedefs {
	bool altmap_valid;
	map_t map;
	map_t *far;
};

bool typedefs(struct typedefs *t);

bool typedefs(struct typedefs *t)
{
	t->map.altmap_valid = true;
	return t->far->altmap_valid && t->altmap_valid;
}
