// SPDX-License-Identifier: GPL-2.0-only
/* An initialiser inside of one, where another struct has such a member. */
#include <linux/memremap.h>

typedef struct {
	bool altmap_valid;
} inner_typedef_other;

bool inner_typedef_of(inner_typedef_other *o);

bool inner_typedef_of(inner_typedef_other *o)
{
	return o->altmap_valid;
}

struct inner_typedef {
	struct dev_pagemap pgmap;
};

struct inner_typedef inner_typedef = {
	.pgmap = {
		.altmap_valid = true,
	},
};
