// SPDX-License-Identifier: GPL-2.0-only
/* Another struct has such a member, and spatch does not know whose this is. */
#include <linux/kernel.h>
#include <linux/memremap.h>

struct unknown_field_other {
	unsigned int altmap_valid : 1;
};

bool unknown_field_of(struct unknown_field_other *o);

bool unknown_field_of(struct unknown_field_other *o)
{
	return o->altmap_valid;
}

struct unknown_field {
	struct dev_pagemap map;
	int id;
};

bool unknown_field(int *id);

bool unknown_field(int *id)
{
	return container_of(id, struct unknown_field, id)->map.altmap_valid ||
	       (&container_of(id, struct unknown_field, id)->map)->altmap_valid;
}
