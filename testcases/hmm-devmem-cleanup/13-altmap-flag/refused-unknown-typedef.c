// SPDX-License-Identifier: GPL-2.0-only
/* Another struct has such a member, and spatch does not know whose this is. */
#include <linux/kernel.h>
#include <linux/memremap.h>

typedef struct {
	bool altmap_valid;
} unknown_typedef_other;

bool unknown_typedef_of(unknown_typedef_other *o);

bool unknown_typedef_of(unknown_typedef_other *o)
{
	return o->altmap_valid;
}

struct unknown_typedef {
	struct dev_pagemap map;
	int id;
};

bool unknown_typedef(int *id);

bool unknown_typedef(int *id)
{
	return container_of(id, struct unknown_typedef, id)->map.altmap_valid ||
	       (&container_of(id, struct unknown_typedef, id)->map)->altmap_valid;
}
