// SPDX-License-Identifier: GPL-2.0-only
/* Other structs may have such a member, and theirs is not ours. */
#include <linux/memremap.h>

struct namesake {
	bool altmap_valid;
	struct vmem_altmap altmap;
	struct dev_pagemap pgmap;
};

typedef struct {
	unsigned int altmap_valid : 1;
} namesake_bits;

bool namesake(struct namesake *n, struct namesake by_value, namesake_bits *b);

static struct namesake namesake_one = {
	.altmap_valid = true,
};

bool namesake(struct namesake *n, struct namesake by_value, namesake_bits *b)
{
	bool *address = &n->altmap_valid;
	struct vmem_altmap *altmap = n->altmap_valid ? &n->altmap : NULL;

	n->altmap_valid = false;
	by_value.altmap_valid = *address;
	b->altmap_valid++;
	return altmap && by_value.altmap_valid && namesake_one.altmap_valid;
}
