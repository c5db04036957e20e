// SPDX-License-Identifier: GPL-2.0-only
/* An initialiser inside of one, where another struct has such a member. */
#include <linux/memremap.h>

struct inner_field_other {
	unsigned int altmap_valid : 1;
};

bool inner_field_of(struct inner_field_other *o);

bool inner_field_of(struct inner_field_other *o)
{
	return o->altmap_valid;
}

struct inner_field {
	struct dev_pagemap pgmap;
};

struct inner_field inner_field = {
	.pgmap = {
		.altmap_valid = true,
	},
};
